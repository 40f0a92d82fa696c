package org.gqvae.jobs.cli;

import java.util.SortedMap;
import java.util.TreeMap;
import org.gqvae.io.config.ConfigReader;

/**
 * Over how many files words or documents are spread: as many as a setting says, or where that is 0
 * a number that follows from the bytes of the input alone, never from the cluster: 8, and one for
 * each 2 GiB where that is more.
 *
 * @param key of the setting
 * @param asked its value
 */
public record FileCount(String key, int asked) {
  private static final int FEWEST = 8;
  private static final int MOST = 100_000;
  private static final long BYTES_A_FILE = 2L << 30;

  /** Reads the setting. */
  public static FileCount read(ConfigReader reader, String key) {
    return new FileCount(key, reader.between(key, 0, MOST));
  }

  /** The number for an input of so many bytes on disk. */
  public int of(long inputBytes) {
    if (asked > 0) {
      return asked;
    }
    long bySize = inputBytes / BYTES_A_FILE + (inputBytes % BYTES_A_FILE > 0 ? 1 : 0);
    return (int) Math.max(FEWEST, Math.min(MOST, bySize));
  }

  /** The settings that a run records, with the number that it has in place of 0. */
  public SortedMap<String, String> recorded(SortedMap<String, String> settings, long inputBytes) {
    SortedMap<String, String> recorded = new TreeMap<>(settings);
    recorded.put(key, Integer.toString(of(inputBytes)));
    return recorded;
  }
}
