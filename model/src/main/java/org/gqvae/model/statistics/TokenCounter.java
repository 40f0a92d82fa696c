package org.gqvae.model.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Counts the rows of one file of token columns, fed in file order.
 *
 * <pre>{@code
 * TokenCounter counter = new TokenCounter(vocabulary);
 * for (TokenRow row : rows) {
 *   counter.add(row.chunkIndex(), row.ids(), row.tokenCount(), row.wordCount(), row.charCount(), row.byteCount());
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
  private final byte[] literals; // all ordinary ids' bytes, one after the other
  private final int[] literalStarts; // (ordinary ids + 1)  where an id's bytes begin in literals
  private final Tally total;
  private final Map<String, Tally> groups = new HashMap<>();

  private byte[] text = new byte[1 << 12]; // [0, textLength)  the open document, decoded
  private int[] tokenEnds = new int[1 << 10]; // [0, tokens)  where its tokens end in text
  private int textLength;
  private int tokens;
  private int nextToken;
  private long words;
  private long splitWords;
  private long continuedWords;
  private int nextChunk;
  private long documentsBegun;
  private Tally group;

  /** A counter of rows whose ids are those of {@code vocabulary}. */
  public TokenCounter(Vocabulary vocabulary) {
    int ordinaryIds = ordinaryIds(vocabulary);
    literalStarts = new int[ordinaryIds + 1];
    for (int id = 0; id < ordinaryIds; id++) {
      literalStarts[id + 1] = literalStarts[id] + vocabulary.literal(id).length;
    }
    literals = new byte[literalStarts[ordinaryIds]];
    for (int id = 0; id < ordinaryIds; id++) {
      byte[] literal = vocabulary.literal(id);
      System.arraycopy(literal, 0, literals, literalStarts[id], literal.length);
    }
    total = new Tally(ordinaryIds);
  }

  /**
   * The ids that texts are made of: the 256 single bytes and the learned tokens, not the specials.
   */
  static int ordinaryIds(Vocabulary vocabulary) {
    return 256 + vocabulary.learnedTokens();
  }

  /**
   * Counts a row without a group.
   *
   * @param chunkIndex 0 for the first or only chunk of a document, else one more than the last
   *     row's
   * @param ids the row's ids in {@code [0, tokenCount)}; not kept
   * @throws IllegalArgumentException when the row does not follow the last one, holds an id that is
   *     no ordinary one, or decodes to other than {@code byteCount} bytes; or when the last
   *     document turns out to have another number of words than its rows said
   */
  public void add(
      int chunkIndex, int[] ids, int tokenCount, int wordCount, long charCount, long byteCount) {
    if (chunkIndex == 0) {
      begin(null);
    }
    append(chunkIndex, ids, tokenCount, wordCount, charCount, byteCount);
  }

  /**
   * Counts a row that belongs to a group. Of a document in several chunks the first one's group
   * counts.
   *
   * @param groupValue the value of the grouping column; null is a group of its own
   * @throws IllegalArgumentException as {@link #add(int, int[], int, int, long, long)}, or when
   *     there are more than {@link TokenStatistics#MAX_GROUPS} groups
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
      begin(tally(groupValue));
    }
    append(chunkIndex, ids, tokenCount, wordCount, charCount, byteCount);
  }

  /** The counts of all rows so far, the last document being taken as finished. */
  public TokenStatistics statistics() {
    end();
    TreeMap<String, TokenCounts> countsByGroup = new TreeMap<>(TokenStatistics.groupOrder());
    groups.forEach((value, tally) -> countsByGroup.put(value, tally.counts()));
    return new TokenStatistics(total.counts(), countsByGroup);
  }

  private Tally tally(String groupValue) {
    Tally tally = groups.get(groupValue);
    if (tally == null) {
      if (groups.size() == TokenStatistics.MAX_GROUPS) {
        throw TokenStatistics.tooManyGroups();
      }
      tally = new Tally(literalStarts.length - 1);
      groups.put(groupValue, tally);
    }
    return tally;
  }

  private void begin(Tally documentGroup) {
    end();
    documentsBegun++;
    group = documentGroup;
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
    if (tokens + tokenCount > tokenEnds.length) {
      tokenEnds = Arrays.copyOf(tokenEnds, grown(tokenEnds.length, (long) tokens + tokenCount));
    }
    long[] totalUses = total.idCounts;
    for (int i = 0; i < tokenCount; i++) {
      int id = ids[i];
      if (id < 0 || id >= totalUses.length) {
        throw refused("id " + id + " is not among the " + totalUses.length + " ordinary ids");
      }
      totalUses[id]++;
      int length = literalStarts[id + 1] - literalStarts[id];
      if (textLength + length > text.length) {
        text = Arrays.copyOf(text, grown(text.length, (long) textLength + length));
      }
      System.arraycopy(literals, literalStarts[id], text, textLength, length);
      textLength += length;
      tokenEnds[tokens++] = textLength;
    }
    if (textLength - chunkStart != byteCount) {
      throw refused(
          "chunk "
              + chunkIndex
              + " decodes to "
              + (textLength - chunkStart)
              + " bytes, byte_count says "
              + byteCount);
    }
    if (group != null) {
      for (int i = 0; i < tokenCount; i++) {
        group.idCounts[ids[i]]++;
      }
      group.row(charCount, byteCount);
    }
    total.row(charCount, byteCount);
    words += wordCount;
    nextChunk++;
  }

  private void end() {
    if (documentsBegun == 0 || nextChunk <= 0) {
      return;
    }
    nextToken = 0;
    splitWords = 0;
    continuedWords = 0;
    PreTokenizer.split(text, 0, textLength, this::word);
    if (splitWords != words) {
      throw refused("it splits into " + splitWords + " words, word_count says " + words);
    }
    total.document(tokens, words, continuedWords, textLength);
    if (group != null) {
      group.document(tokens, words, continuedWords, textLength);
    }
    nextChunk = -1;
  }

  private void word(byte[] bytes, int from, int to) {
    splitWords++;
    if (tokenEnds[nextToken] < to) {
      continuedWords++;
    }
    while (nextToken < tokens && tokenEnds[nextToken] <= to) {
      nextToken++;
    }
  }

  private IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException("Document " + documentsBegun + " of the file: " + reason);
  }

  private static int grown(int length, long needed) {
    if (needed > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("A document of over 2 GiB cannot be counted");
    }
    return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * length));
  }

  /** Counts in the making. */
  private static final class Tally {
    final long[] idCounts;
    private final Map<Long, Long> documentLengths = new HashMap<>();
    private long documents;
    private long emptyDocuments;
    private long chunks;
    private long words;
    private long continuedWords;
    private long characters;
    private long bytes;

    Tally(int ids) {
      idCounts = new long[ids];
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
          idCounts.clone(),
          Histogram.of(documentLengths));
    }
  }
}
