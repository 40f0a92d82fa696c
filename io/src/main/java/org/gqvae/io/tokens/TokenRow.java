package org.gqvae.io.tokens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A row of token columns: a document, or one chunk of a long one.
 *
 * @param chunkIndex 0 for the first chunk of a document
 * @param inputIds the token ids, no specials
 * @param wordCount pre-tokens
 * @param charCount code points, a malformed byte counts one
 * @param byteCount bytes of text; 0 makes the row's status {@code empty}
 * @param kept the values of the kept columns, in their order; null where the input has none
 */
public record TokenRow(
    String id,
    int chunkIndex,
    int[] inputIds,
    int wordCount,
    long charCount,
    long byteCount,
    List<String> kept) {

  /**
   * @throws IllegalArgumentException when a number is negative
   */
  public TokenRow {
    Objects.requireNonNull(id, "id");
    checkNotNegative("chunk_index", chunkIndex);
    checkNotNegative("word_count", wordCount);
    checkNotNegative("char_count", charCount);
    checkNotNegative("byte_count", byteCount);
    inputIds = inputIds.clone();
    kept = Collections.unmodifiableList(new ArrayList<>(kept)); // holds nulls
  }

  @Override
  public int[] inputIds() {
    return inputIds.clone();
  }

  /** The number of token ids. */
  public int tokenCount() {
    return inputIds.length;
  }

  /** Whether there is text. */
  public DocumentStatus status() {
    return DocumentStatus.of(byteCount);
  }

  static void checkNotNegative(String column, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("Invalid " + column + ": " + value + ", expected >= 0");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenRow row
        && id.equals(row.id)
        && chunkIndex == row.chunkIndex
        && Arrays.equals(inputIds, row.inputIds)
        && wordCount == row.wordCount
        && charCount == row.charCount
        && byteCount == row.byteCount
        && kept.equals(row.kept);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        id, chunkIndex, Arrays.hashCode(inputIds), wordCount, charCount, byteCount, kept);
  }

  @Override
  public String toString() {
    return "TokenRow["
        + id
        + "#"
        + chunkIndex
        + " "
        + Arrays.toString(inputIds)
        + ", words="
        + wordCount
        + ", chars="
        + charCount
        + ", bytes="
        + byteCount
        + ", kept="
        + kept
        + "]";
  }
}
