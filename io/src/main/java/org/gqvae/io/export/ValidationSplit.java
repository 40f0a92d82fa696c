package org.gqvae.io.export;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.gqvae.io.storage.Storage;

/**
 * Which documents are for validation: those where the SHA-256 of {@code SEED/FILE/ORDINAL} in
 * UTF-8, such as {@code 7/0/12} for the thirteenth document of the first file, is within a share of
 * all hashes. It depends on nothing else.
 *
 * @param share in [0, 1)
 * @param seed any text
 */
public record ValidationSplit(double share, String seed) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BITS_OF_A_DOUBLE = 53;

  /** What a document is for. */
  public DataSplit of(int file, long ordinal) {
    if (share == 0) {
      return DataSplit.TRAIN;
    }
    MessageDigest digest = Storage.sha256();
    digest.update((seed + "/" + file + "/" + ordinal).getBytes(StandardCharsets.UTF_8));
    long first = ByteBuffer.wrap(digest.digest()).getLong() >>> (Long.SIZE - BITS_OF_A_DOUBLE);
    return Math.scalb((double) first, -BITS_OF_A_DOUBLE) < share ? DataSplit.VAL : DataSplit.TRAIN;
  }
}
