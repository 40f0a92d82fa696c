package org.gqvae.model.statistics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Counts the rows of one file of token columns, fed in file order.
 *
 * <pre>{@code
 * TokenCounter counter = new TokenCounter(PreTokenizer.GPT2, vocabulary);
 * for (TokenRow row : rows) {
 *   counter.add(row.chunkIndex(), row.ids(), row.tokenCount(), row.wordCount(), row.charCount(), row.byteCount(), row.kept(0));
 * }
 * TokenStatistics statistics = counter.statistics();
 * }</pre>
 *
 * <p>A row whose chunk index is 0 begins a document; the chunks of a document follow each other.
 * Each document is decoded and split into words again, as a whole, to tell which of its words have
 * more than one token: a word at the border of two chunks is thus counted as the document's, not as
 * the chunk's. Rows that contradict the vocabulary are refused, so what is counted is what decodes.
 *
 * <p>Holds one document's bytes at a time. Not thread-safe: one counter a file.
 */
public final class TokenCounter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MAX_TEXT = Integer.MAX_VALUE - 8;

  /** Bytes that an id takes in {@link #literals}. */
  private static final int SLOT = Word.MAX_BYTES;

  private final PreTokenizer preTokenizer;
  private final byte[] literals; // (ordinary ids, SLOT)
  private final byte[] lengths; // (ordinary ids)  of each literal
  private final Map<String, Tally> groups = new HashMap<>();

  // The open document.
  private byte[] text = new byte[1 << 12]; // [0, textLength)  decoded; room for a slot behind
  private byte[] tokenEnds =
      new byte[(1 << 9) + 8]; // a bit for each place in text: a token ends there
  private int textLength;
  private long tokens;
  private long words;
  private long splitWords;
  private long continuedWords;
  private int nextChunk;
  private long documentsBegun;
  private Tally tally;

  /**
   * A counter of rows whose ids are those of {@code vocabulary}.
   *
   * @param preTokenizer cut the documents into words before they were encoded
   */
  public TokenCounter(PreTokenizer preTokenizer, Vocabulary vocabulary) {
    this.preTokenizer = preTokenizer;
    int ordinaryIds = vocabulary.ordinaryIds();
    literals = new byte[SLOT * ordinaryIds];
    lengths = new byte[ordinaryIds];
    for (int id = 0; id < ordinaryIds; id++) {
      byte[] literal = vocabulary.literal(id);
      System.arraycopy(literal, 0, literals, SLOT * id, literal.length);
      lengths[id] = (byte) literal.length;
    }
  }

  /**
   * Counts a row. Of a document in several chunks the first one's group counts.
   *
   * @param chunkIndex 0 for the first or only chunk of a document, else one more than the last
   *     row's
   * @param ids the row's ids in {@code [0, tokenCount)}; not kept
   * @param groupValue the value of the grouping column; null, a group of its own, where the row has
   *     none
   * @throws IllegalArgumentException when the row does not follow the last one, holds an id that is
   *     no ordinary one, or decodes to other than {@code byteCount} bytes; or when the last
   *     document turns out to have another number of words than its rows said, or when there are
   *     more than {@link TokenStatistics#MAX_GROUPS} groups
   */
  public void add(
      int chunkIndex,
      int[] ids,
      int tokenCount,
      int wordCount,
      long charCount,
      long byteCount,
      String groupValue) {
    if (chunkIndex == 0) {
      begin(ofGroup(groupValue));
    }
    append(chunkIndex, ids, tokenCount, wordCount, charCount, byteCount);
  }

  /** The counts of all rows so far, the last document being taken as finished. */
  public TokenStatistics statistics() {
    end();
    TreeMap<String, TokenCounts> countsByGroup = new TreeMap<>(TokenStatistics.groupOrder());
    groups.forEach((group, counts) -> countsByGroup.put(group, counts.counts()));
    return new TokenStatistics(countsByGroup);
  }

  private Tally ofGroup(String groupValue) {
    Tally group = groups.get(groupValue);
    if (group == null) {
      TokenStatistics.checkGroups(groups.size() + 1);
      group = new Tally(lengths.length);
      groups.put(groupValue, group);
    }
    return group;
  }

  private void begin(Tally documentTally) {
    end();
    documentsBegun++;
    tally = documentTally;
    Arrays.fill(tokenEnds, 0, textLength / Byte.SIZE + 1, (byte) 0);
    textLength = 0;
    tokens = 0;
    words = 0;
    nextChunk = 0;
  }

  private void append(
      int chunkIndex, int[] ids, int tokenCount, int wordCount, long charCount, long byteCount) {
    if (documentsBegun == 0 || chunkIndex != nextChunk || nextChunk < 0) {
      throw refused("chunk " + chunkIndex + " does not follow chunk " + (nextChunk - 1));
    }
    int chunkStart = textLength;
    IdTally uses = tally.ids;
    int ordinaryIds = lengths.length;
    for (int i = 0; i < tokenCount; i++) {
      int id = ids[i];
      if (id < 0 || id >= ordinaryIds) {
        throw refused("id " + id + " is not among the " + ordinaryIds + " ordinary ids");
      }
      uses.add(id);
      if (textLength > text.length - SLOT) {
        grow();
      }
      // A slot is copied whole, by two moves, and the next token goes over what is not its.
      LONG.set(text, textLength, (long) LONG.get(literals, SLOT * id));
      LONG.set(text, textLength + 8, (long) LONG.get(literals, SLOT * id + 8));
      textLength += lengths[id];
      tokenEnds[textLength >>> 3] |= (byte) (1 << (textLength & 7));
    }
    tokens += tokenCount;
    if (textLength - chunkStart != byteCount) {
      throw refused(
          "chunk "
              + chunkIndex
              + " decodes to "
              + (textLength - chunkStart)
              + " bytes, byte_count says "
              + byteCount);
    }
    tally.row(charCount, byteCount);
    words += wordCount;
    nextChunk++;
  }

  private void end() {
    if (documentsBegun == 0 || nextChunk <= 0) {
      return;
    }
    splitWords = 0;
    continuedWords = 0;
    preTokenizer.split(text, 0, textLength, this::word);
    if (splitWords != words) {
      throw refused("it splits into " + splitWords + " words, word_count says " + words);
    }
    tally.document(tokens, words, continuedWords, textLength);
    nextChunk = -1;
  }

  private void word(byte[] bytes, int from, int to) {
    splitWords++;
    // Of the bits for the places within the word, up to 15 of them, is one set?
    int first = from + 1;
    long ends = (long) LONG.get(tokenEnds, first >>> 3) >>> (first & 7);
    continuedWords += (ends & ((1L << (to - first)) - 1)) == 0 ? 0 : 1;
  }

  /** Makes room for twice the text. */
  private void grow() {
    if (text.length == MAX_TEXT) {
      throw refused("over 2 GiB of text cannot be counted");
    }
    text = Arrays.copyOf(text, (int) Math.min(MAX_TEXT, 2L * text.length));
    tokenEnds = Arrays.copyOf(tokenEnds, text.length / Byte.SIZE + Long.BYTES);
  }

  private IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException("Document " + documentsBegun + " of the file: " + reason);
  }

  /** Counts in the making. */
  private static final class Tally {
    private final int ordinaryIds;
    final IdTally ids;
    private final Map<Long, Long> documentLengths = new HashMap<>();
    private long documents;
    private long emptyDocuments;
    private long chunks;
    private long words;
    private long continuedWords;
    private long characters;
    private long bytes;

    Tally(int ordinaryIds) {
      this.ordinaryIds = ordinaryIds;
      ids = new IdTally(ordinaryIds);
    }

    void row(long rowCharacters, long rowBytes) {
      chunks++;
      characters += rowCharacters;
      bytes += rowBytes;
    }

    void document(
        long documentTokens, long documentWords, long documentContinuedWords, long documentBytes) {
      documents++;
      emptyDocuments += documentBytes == 0 ? 1 : 0;
      words += documentWords;
      continuedWords += documentContinuedWords;
      documentLengths.merge(documentTokens, 1L, Long::sum);
    }

    TokenCounts counts() {
      return new TokenCounts(
          documents,
          emptyDocuments,
          chunks,
          words,
          continuedWords,
          characters,
          bytes,
          ordinaryIds,
          ids.histogram(),
          Histogram.of(documentLengths));
    }
  }
}
