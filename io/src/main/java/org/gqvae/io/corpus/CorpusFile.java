package org.gqvae.io.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;

/**
 * A file of a corpus; corpora are in byte order of these names.
 *
 * @param name path relative to the input: to the directory, to a glob's last directory without a
 *     wildcard, or the file's own name where the input is that file
 */
record CorpusFile(Path path, String name, FileState state) implements Comparable<CorpusFile> {
  /** Bytes on disk. */
  long length() {
    return state.bytes();
  }

  @Override
  public int compareTo(CorpusFile that) {
    return Arrays.compareUnsigned(
        name.getBytes(StandardCharsets.UTF_8), that.name.getBytes(StandardCharsets.UTF_8));
  }
}
