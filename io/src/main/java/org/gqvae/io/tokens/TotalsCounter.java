package org.gqvae.io.tokens;

/** Adds up what a part file's writer is given. */
final class TotalsCounter {
  private long documents;
  private long empty;
  private long bytes;
  private long chars;
  private long words;
  private long tokens;

  void add(int chunkIndex, int tokenCount, int wordCount, long charCount, long byteCount) {
    if (chunkIndex == 0) {
      documents++;
      empty += DocumentStatus.of(byteCount) == DocumentStatus.EMPTY ? 1 : 0;
    }
    bytes += byteCount;
    chars += charCount;
    words += wordCount;
    tokens += tokenCount;
  }

  /**
   * Of token columns.
   *
   * @param rows that were written of it
   */
  TokenTotals totals(long rows) {
    return packedTotals(rows, 0, 0, 0);
  }

  /**
   * Of packed rows.
   *
   * @param specialTokens that the writer has put between, pads among them
   */
  TokenTotals packedTotals(long rows, long specialTokens, long pads, long cutDocuments) {
    return new TokenTotals(
        documents, empty, rows, bytes, chars, words, tokens, specialTokens, pads, cutDocuments);
  }
}
