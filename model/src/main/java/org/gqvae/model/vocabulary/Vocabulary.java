package org.gqvae.model.vocabulary;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.gqvae.model.text.Literals;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordMap;

/**
 * The tokens and their ids: 0 to 255 are the single bytes, then come the learned tokens of 2 to 16
 * bytes in byte order, then the {@link Specials}. Each id has a count, the token's uses on the
 * training words. Immutable.
 *
 * <pre>{@code
 * Vocabulary vocabulary = Vocabulary.of(List.of("the".getBytes(UTF_8)));
 * vocabulary.size();                                   // 259
 * vocabulary.decode(new int[] {32, 256});              // " the"
 * vocabulary.specials();                               // {<|endoftext|>=257, <|pad|>=258}
 * }</pre>
 */
public final class Vocabulary implements Serializable {
  /** Names the special that stands behind a document. */
  public static final String END_OF_TEXT = "<|endoftext|>";

  /** Names the special that fills up what has no document. */
  public static final String PAD = "<|pad|>";

  /** The ids of single bytes, which come first: as many as there are bytes. */
  public static final int SINGLE_BYTES = 256;

  private final byte[][] literals; // (size)
  private final long[] counts; // (size)
  private final WordMap ids; // of all tokens but the specials
  private final Specials specials;

  private Vocabulary(byte[][] literals, long[] counts, WordMap ids, Specials specials) {
    this.literals = literals;
    this.counts = counts;
    this.ids = ids;
    this.specials = specials;
  }

  /** The {@link #size()} of a vocabulary of {@code learnedTokens} learned tokens. */
  public static int sizeOf(int learnedTokens, Specials specials) {
    return SINGLE_BYTES + learnedTokens + specials.size();
  }

  /**
   * The vocabulary of these learned tokens, in any order, and the {@link Specials#STANDARD}
   * specials, with all counts zero.
   *
   * @throws IllegalArgumentException if a token is not of 2 to 16 bytes, or comes twice
   */
  public static Vocabulary of(Collection<byte[]> learned) {
    Word[] tokens = learned.stream().map(Vocabulary::learnedToken).sorted().toArray(Word[]::new);
    byte[][] literals = new byte[sizeOf(tokens.length, Specials.STANDARD)][];
    WordMap ids = new WordMap(SINGLE_BYTES + tokens.length);
    int id = 0;
    for (; id < SINGLE_BYTES; id++) {
      literals[id] = new byte[] {(byte) id};
      ids.put(Word.of(literals[id]), id);
    }
    for (Word token : tokens) {
      if (ids.get(token) >= 0) {
        throw new IllegalArgumentException("Learned token given twice: " + token);
      }
      literals[id] = token.toBytes();
      ids.put(token, id++);
    }
    putSpecials(literals, Specials.STANDARD);
    return new Vocabulary(literals, new long[literals.length], ids, Specials.STANDARD);
  }

  /** Bytes on the heap of a vocabulary of so many tokens of so many bytes each. */
  public static long heapBytes(int tokens, int tokenBytes) {
    return tokens * (Literals.heapBytes(tokenBytes) + Long.BYTES) + WordMap.bytes(tokens);
  }

  /** The same single bytes and learned tokens with their counts, and these specials with none. */
  public Vocabulary withSpecials(Specials others) {
    byte[][] all = Arrays.copyOf(literals, sizeOf(learnedTokens(), others));
    putSpecials(all, others);
    long[] ordinary = Arrays.copyOf(counts, ordinaryIds());
    return new Vocabulary(all, Arrays.copyOf(ordinary, all.length), ids, others);
  }

  private static void putSpecials(byte[][] literals, Specials specials) {
    int id = literals.length - specials.size();
    for (String special : specials.texts()) {
      literals[id++] = special.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * The same tokens with these counts.
   *
   * @param counts (size) one for each id, none negative
   */
  public Vocabulary withCounts(long[] counts) {
    if (counts.length != size() || Arrays.stream(counts).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "Invalid counts: expected " + size() + " of them, none negative");
    }
    return new Vocabulary(literals, counts.clone(), ids, specials);
  }

  /** The number of ids: single bytes, learned tokens and specials. */
  public int size() {
    return literals.length;
  }

  /**
   * The number of ids that texts are made of: single bytes and learned tokens. They are those below
   * it; the specials come behind.
   */
  public int ordinaryIds() {
    return size() - specials.size();
  }

  public int learnedTokens() {
    return ordinaryIds() - SINGLE_BYTES;
  }

  /** The number of learned tokens that the other vocabulary has learned too. */
  public int learnedTokensShared(Vocabulary other) {
    int shared = 0;
    for (int id = SINGLE_BYTES; id < ordinaryIds(); id++) {
      shared += other.idOf(literals[id], 0, literals[id].length) >= 0 ? 1 : 0;
    }
    return shared;
  }

  /** The length in bytes of the longest token that is not a special. */
  public int maxTokenBytes() {
    int longest = 1;
    for (int id = SINGLE_BYTES; id < ordinaryIds(); id++) {
      longest = Math.max(longest, literals[id].length);
    }
    return longest;
  }

  /** The bytes for which the id stands; for a special, those of its text. A new array. */
  public byte[] literal(int id) {
    return literals[checked(id)].clone();
  }

  /** The length of the id's literal in bytes. */
  public int literalBytes(int id) {
    return literals[checked(id)].length;
  }

  /** The id's uses on the training words; 0 where nothing was counted. */
  public long count(int id) {
    return counts[checked(id)];
  }

  /** Bytes per token of the training words, specials left out; NaN where nothing was counted. */
  public double bytesPerToken() {
    long bytes = 0;
    long tokens = 0;
    for (int id = 0; id < ordinaryIds(); id++) {
      bytes += counts[id] * literals[id].length;
      tokens += counts[id];
    }
    return (double) bytes / tokens;
  }

  /** The id of the token {@code bytes[from..to)}, or -1 where there is none. Never a special. */
  public int idOf(byte[] bytes, int from, int to) {
    int length = to - from;
    return length < 1 || length > Word.MAX_BYTES
        ? -1
        : (int) ids.get(Word.high(bytes, from, to), Word.low(bytes, from, to), length);
  }

  /** Whether the id is a special's: one that no encoding of a text holds. */
  public boolean isSpecial(int id) {
    return checked(id) >= ordinaryIds();
  }

  /** The specials' texts, in the order of the ids. */
  public Specials specialTexts() {
    return specials;
  }

  /** The specials' ids by their texts, in the order of the ids. */
  public Map<String, Integer> specials() {
    Map<String, Integer> byText = new LinkedHashMap<>();
    for (String special : specials.texts()) {
      byText.put(special, ordinaryIds() + byText.size());
    }
    return Collections.unmodifiableMap(byText);
  }

  /**
   * The bytes of which these ids are an encoding.
   *
   * @throws IllegalArgumentException if an id is a special's
   * @throws IndexOutOfBoundsException if an id is not in [0, size)
   */
  public byte[] decode(int[] ids) {
    return decode(ids, 0, ids.length);
  }

  /**
   * The bytes of which {@code ids[from..to)} is an encoding.
   *
   * @throws IllegalArgumentException if an id is a special's
   * @throws IndexOutOfBoundsException if an id is not in [0, size)
   */
  public byte[] decode(int[] ids, int from, int to) {
    long length = 0;
    for (int i = from; i < to; i++) {
      if (isSpecial(ids[i])) {
        throw new IllegalArgumentException(
            "Id " + ids[i] + " is a special and stands for no bytes of a text");
      }
      length += literals[ids[i]].length;
    }
    byte[] bytes = new byte[Math.toIntExact(length)];
    int at = 0;
    for (int i = from; i < to; i++) {
      byte[] literal = literals[ids[i]];
      System.arraycopy(literal, 0, bytes, at, literal.length);
      at += literal.length;
    }
    return bytes;
  }

  /** Equal to a vocabulary of the same tokens with the same counts. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that
        && Arrays.deepEquals(literals, that.literals)
        && specials.equals(that.specials)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(literals) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "Vocabulary[size=" + size() + ", learnedTokens=" + learnedTokens() + "]";
  }

  private int checked(int id) {
    return Objects.checkIndex(id, literals.length);
  }

  private static Word learnedToken(byte[] literal) {
    if (literal.length < 2 || literal.length > Word.MAX_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              "Invalid learned token: '%s' has %d bytes, expected 2 to %d",
              Literals.escape(literal), literal.length, Word.MAX_BYTES));
    }
    return Word.of(literal);
  }
}
