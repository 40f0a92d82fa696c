package org.gqvae.jobs.count;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.spark.Partitioner;
import org.gqvae.model.text.Word;

/** Spreads words over files by a hash of their bytes, which are the keys. */
final class WordFiles extends Partitioner {
  /** Orders keys as {@link Word} orders words. */
  static final Comparator<byte[]> BY_BYTES =
      (Comparator<byte[]> & Serializable) Arrays::compareUnsigned;

  private static final long serialVersionUID = 1L;

  private final int files;

  WordFiles(int files) {
    this.files = files;
  }

  /** The file that a word belongs to, the same wherever it is taken. */
  int fileOf(Word word) {
    return (int) Long.remainderUnsigned(Word.hash(word.high(), word.low(), word.length()), files);
  }

  @Override
  public int numPartitions() {
    return files;
  }

  @Override
  public int getPartition(Object key) {
    return fileOf(Word.of((byte[]) key));
  }
}
