package org.gqvae.io.tokens;

import java.io.IOException;
import java.util.List;

/** Takes documents as rows, one document's rows behind another's. */
public interface RowSink {
  /**
   * Takes a row: a document, or one chunk of a long one. Arrays are the caller's again afterwards.
   *
   * @param chunkIndex 0 begins a document
   * @param inputIds token ids, of which the first {@code tokenCount} count
   * @param wordCount pre-tokens
   * @param charCount code points, a malformed byte counts one
   * @param byteCount bytes of text; 0 where the document is empty
   * @param kept one value a kept column, null where there is none
   */
  void write(
      String id,
      int chunkIndex,
      int[] inputIds,
      int tokenCount,
      int wordCount,
      long charCount,
      long byteCount,
      List<String> kept)
      throws IOException;
}
