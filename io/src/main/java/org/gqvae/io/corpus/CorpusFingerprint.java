package org.gqvae.io.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.gqvae.io.storage.Storage;

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
  private static final int SAMPLE_BYTES = 1 << 16;

  /**
   * The fingerprint of the files at the input of {@code spec}; of its other fields nothing counts.
   *
   * @throws org.gqvae.io.failure.UsageException when nothing is there
   * @throws org.gqvae.io.failure.JobFailedException when a file cannot be read, naming it
   */
  public static CorpusFingerprint of(CorpusSpec spec, Configuration hadoop) {
    List<CorpusFile> files = CorpusListing.of(spec.input(), hadoop).files();
    MessageDigest digest = Storage.sha256();
    for (CorpusFile file : files) {
      byte[] name = file.name().getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(name.length).flip());
      digest.update(name);
      digest.update(ByteBuffer.allocate(8).putLong(file.length()).flip());
      try {
        digestEnds(file, hadoop, digest);
      } catch (IOException | RuntimeException e) {
        throw CorpusReader.failure(file.path().toString(), e);
      }
    }
    return new CorpusFingerprint(
        Storage.hex(digest), files.size(), files.stream().mapToLong(CorpusFile::length).sum());
  }

  private static void digestEnds(CorpusFile file, Configuration hadoop, MessageDigest digest)
      throws IOException {
    try (FSDataInputStream in = Storage.of(file.path(), hadoop).open(file.path())) {
      digest.update(readSample(in));
      if (file.length() > SAMPLE_BYTES) {
        in.seek(Math.max(SAMPLE_BYTES, file.length() - SAMPLE_BYTES));
        digest.update(readSample(in));
      }
    }
  }

  private static byte[] readSample(InputStream in) throws IOException {
    return in.readNBytes(SAMPLE_BYTES);
  }
}
