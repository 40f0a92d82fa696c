package org.gqvae.jobs.export;

import java.util.Optional;
import java.util.SortedMap;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.export.TrainerFormat;
import org.gqvae.io.export.ValidationSplit;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.RunKind;

/**
 * What {@code export --tokens} is asked to do.
 *
 * @param tokens Hadoop path of a directory of token columns
 * @param format whose files are written
 * @param validation which documents are held out
 * @param shardBytes size of a file
 * @param deciding the settings that decide what the files hold, by their keys
 */
public record ExportTokensSettings(
    String tokens,
    TrainerFormat format,
    ValidationSplit validation,
    long shardBytes,
    OutputDirectory output,
    SortedMap<String, String> deciding) {
  private static final long SMALLEST_SHARD = 1_000;

  /** MDS has 32 bits for a place in a shard, of which the last document needs some. */
  private static final long LARGEST_MDS_SHARD = 2L << 30;

  /** Reads the section {@code export}. */
  public static ExportTokensSettings read(
      ConfigReader reader, String tokens, OutputDirectory output) {
    Optional<TrainerFormat> format = reader.oneOfOrNone("export.format", TrainerFormat.class);
    if (reader.text("export.format").isEmpty()) {
      reader.refuse(
          "export.format",
          "expected one of " + Spelling.all(TrainerFormat.class) + ". Give one by --format");
    }
    double share = reader.inRange("export.validation-share", 0, 1);
    if (share == 1) {
      reader.refuse("export.validation-share", "expected less than 1: nothing is left to train on");
    }
    return new ExportTokensSettings(
        tokens,
        format.orElse(TrainerFormat.MEGATRON),
        new ValidationSplit(share, reader.text("export.seed")),
        format.map(known -> shardBytes(reader, known)).orElse(SMALLEST_SHARD),
        output,
        RunKind.EXPORT.deciding(reader));
  }

  private static long shardBytes(ConfigReader reader, TrainerFormat format) {
    return switch (format) {
      case MEGATRON, LLMC, DATATROVE ->
          reader.byteSize("export.shard-bytes." + Spelling.of(format), SMALLEST_SHARD);
      case MDS -> {
        long bytes = reader.byteSize("export.shard-bytes.mds", SMALLEST_SHARD);
        if (bytes > LARGEST_MDS_SHARD) {
          reader.refuse("export.shard-bytes.mds", "expected at most 2GiB");
        }
        yield bytes;
      }
      case NANOGPT -> Long.MAX_VALUE; // always one file
    };
  }
}
