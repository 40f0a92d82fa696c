package org.gqvae.jobs.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.ParquetSettings.Codec;
import org.gqvae.io.storage.ParquetSettings.IdEncoding;
import org.gqvae.io.tokens.PartFile;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokenColumnsWriter;
import org.gqvae.io.tokens.TokenRow;
import org.gqvae.io.tokens.TokenSchema;

/**
 * What each layout of token columns takes: bytes a token, and how fast one thread writes it from
 * memory, in MB of text a second of CPU time. Prints a Markdown table.
 */
public final class LayoutSpeed {
  private static final long TEXT_BYTES = 60_000_000;
  private static final int ROUNDS = 4;
  private static final int[] ZSTD_LEVELS = {1, 3, 6};

  private final List<TokenRow> rows = new ArrayList<>();
  private final Path directory;
  private final Configuration hadoop = new Configuration();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** What writing the rows took. */
  private record Written(double bytesPerToken, double megabytesPerSecond) {}

  private LayoutSpeed(Path tokens, Path directory) throws IOException {
    this.directory = directory;
    try (TokenColumnsReader reader = TokenColumnsReader.open(tokens, hadoop)) {
      while (reader.next()) {
        rows.add(reader.row());
      }
    }
  }

  /**
   * Measures.
   *
   * @param args a directory of token columns; a directory to write to
   */
  public static void main(String[] args) throws IOException {
    LayoutSpeed speed = new LayoutSpeed(new Path(args[0]), new Path(args[1]));
    System.out.println("| codec | ids | bytes/token | MB/s |\n|---|---|---|---|");
    for (IdEncoding ids : IdEncoding.values()) {
      for (Codec codec : Codec.values()) {
        for (int level : codec == Codec.ZSTD ? ZSTD_LEVELS : new int[] {1}) {
          Written written = speed.write(new ParquetSettings(codec, level, 64L << 20, 1 << 20, ids));
          System.out.printf(
              "| %s%s | %s | %.3f | %.0f |%n",
              Spelling.of(codec),
              codec == Codec.ZSTD ? " " + level : "",
              Spelling.of(ids),
              written.bytesPerToken,
              written.megabytesPerSecond);
        }
      }
    }
  }

  /** The fastest of some rounds. */
  private Written write(ParquetSettings settings) throws IOException {
    long bytes = rows.stream().mapToLong(TokenRow::byteCount).sum();
    long copies = Math.max(1, TEXT_BYTES / bytes);
    double fastest = 0;
    PartFile file = null;
    for (int round = 0; round < ROUNDS; round++) {
      long start = threads.getCurrentThreadCpuTime();
      file = writeOnce(settings, copies);
      double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
      fastest = Math.max(fastest, copies * bytes / 1e6 / seconds);
    }
    return new Written((double) file.bytes() / file.totals().tokens(), fastest);
  }

  private PartFile writeOnce(ParquetSettings settings, long copies) throws IOException {
    try (TokenColumnsWriter writer =
        TokenColumnsWriter.create(
            directory,
            new PartName(0, 1),
            new TokenSchema(List.of()),
            "layout",
            settings,
            hadoop)) {
      for (long copy = 0; copy < copies; copy++) {
        for (TokenRow row : rows) {
          writer.write(row);
        }
      }
      return writer.commit();
    }
  }
}
