package org.gqvae.io.corpus;

import org.apache.hadoop.conf.Configuration;

/**
 * Tells at little cost whether two inputs are the same corpus.
 *
 * <p>It is SHA-256 over each file's relative name, its length, and its first and last 64 KiB. So it
 * does not change when a corpus moves or its files are touched, and it does change when files come,
 * go, grow or are renamed. It does <em>not</em> see an edit in the middle of a large file that
 * leaves its length alone.
 *
 * @param sha256 64 lower-case hexadecimal digits
 * @param files how many files the corpus has
 * @param bytes their total length on disk
 */
public record CorpusFingerprint(String sha256, int files, long bytes) {
  /**
   * The fingerprint of the files at the input of {@code spec}; of its other fields nothing counts.
   *
   * @throws org.gqvae.io.failure.UsageException when nothing is there
   * @throws org.gqvae.io.failure.JobFailedException when a file cannot be read, naming it
   */
  public static CorpusFingerprint of(CorpusSpec spec, Configuration hadoop) {
    return CorpusInventory.of(spec, hadoop).fingerprint();
  }
}
