package org.gqvae.io.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.hadoop.fs.Path;

/**
 * A file of a corpus; corpora are in byte order of these names.
 *
 * @param name path relative to the input: to the directory, to a glob's last directory without a
 *     wildcard, or the file's own name where the input is that file
 * @param hosts which machines have its bytes
 */
record CorpusFile(Path path, String name, FileState state, BlockHosts hosts)
    implements Comparable<CorpusFile> {
  /** Bytes on disk. */
  long length() {
    return state.bytes();
  }

  @Override
  public int compareTo(CorpusFile that) {
    int same = 0;
    int shorter = Math.min(name.length(), that.name.length());
    while (same < shorter && name.charAt(same) == that.name.charAt(same)) {
      same++;
    }
    return same == shorter || isBeforeSurrogates(name, same) && isBeforeSurrogates(that.name, same)
        ? name.compareTo(that.name)
        : Arrays.compareUnsigned(name.getBytes(UTF_8), that.name.getBytes(UTF_8));
  }

  /** Up to the surrogates, UTF-8 sorts characters as they are numbered. */
  private static boolean isBeforeSurrogates(String name, int at) {
    return name.charAt(at) < Character.MIN_SURROGATE;
  }
}
