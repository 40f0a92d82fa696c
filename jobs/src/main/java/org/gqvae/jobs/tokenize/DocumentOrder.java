package org.gqvae.jobs.tokenize;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.spark.Partitioner;
import org.gqvae.io.storage.Storage;

/**
 * The order of shuffled documents: that of the SHA-256 of {@code SEED/SPLIT/ORDINAL} in UTF-8, such
 * as {@code 7/0/12} for the thirteenth document of the first split. The first bits of the hash
 * choose the file, each taking an equal share of the hashes, so that the files one behind the other
 * hold all documents in that order.
 *
 * <p>A key is the hash with the row's place in its document behind it.
 */
final class DocumentOrder extends Partitioner {
  /** Orders keys: hashes by their bytes, then the rows of a document. */
  static final Comparator<byte[]> BY_KEY =
      (Comparator<byte[]> & Serializable) Arrays::compareUnsigned;

  private static final long serialVersionUID = 1L;
  private static final int HASH_BYTES = 32;

  private final String seed;
  private final int files;

  /**
   * @param seed any text; the same one gives the same order
   */
  DocumentOrder(String seed, int files) {
    this.seed = seed;
    this.files = files;
  }

  /** The key of a document's row. */
  byte[] key(int split, long ordinal, int chunk) {
    MessageDigest digest = Storage.sha256();
    digest.update((seed + "/" + split + "/" + ordinal).getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.allocate(HASH_BYTES + Integer.BYTES)
        .put(digest.digest())
        .putInt(chunk)
        .array();
  }

  /** The file of the row that has this key. */
  int fileOf(byte[] key) {
    long first32Bits = Integer.toUnsignedLong(ByteBuffer.wrap(key).getInt());
    return (int) (first32Bits * files >>> Integer.SIZE);
  }

  /** The number of files. */
  int files() {
    return files;
  }

  @Override
  public int numPartitions() {
    return files;
  }

  @Override
  public int getPartition(Object key) {
    return fileOf((byte[]) key);
  }
}
