package org.gqvae.jobs.tokenize;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.ParquetSettings.Codec;
import org.gqvae.io.storage.ParquetSettings.IdEncoding;
import org.gqvae.io.tokens.PackMethod;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.FileCount;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.RunKind;
import org.gqvae.model.tokenizer.Policy;

/**
 * What {@code tokenize} is asked to do.
 *
 * @param tokenizer Hadoop path of a tokenizer directory
 * @param corpus what to read, with the columns that are kept
 * @param output where the token columns go
 * @param policy how words are encoded; empty: as the tokenizer's manifest says
 * @param verification which documents are decoded again
 * @param maxTokensPerRow tokens of a row at most, unless rows are packed
 * @param learnedWords words that an executor keeps beside the tokenizer's table
 * @param pack how documents are packed; empty: a row is a document
 * @param shuffle the seed by which documents are shuffled; empty: they stay in the order of the
 *     input
 * @param shuffleFiles how many files shuffled documents are spread over
 * @param parquet how the files are laid out
 * @param deciding the settings that decide what the files hold, by their keys
 */
public record TokenizeSettings(
    String tokenizer,
    CorpusSettings corpus,
    OutputDirectory output,
    Optional<Policy> policy,
    Verification verification,
    int maxTokensPerRow,
    int learnedWords,
    Optional<PackSettings> pack,
    Optional<String> shuffle,
    FileCount shuffleFiles,
    ParquetSettings parquet,
    SortedMap<String, String> deciding) {
  /** The longest encoding of a word: a token a byte. */
  private static final int MAX_TOKENS_PER_WORD = 16;

  private static final long SMALLEST_ROW_GROUP = 1_000_000;
  private static final long SMALLEST_PAGE = 1_000;
  private static final long LARGEST_PAGE = 256L << 20;
  private static final int SHORTEST_PACKED_ROW = 16;
  private static final int LONGEST_PACKED_ROW = 10_000_000;
  private static final int LARGEST_WINDOW = 1_000_000_000;

  /** Reads the sections {@code input} and {@code tokenize}. */
  public static TokenizeSettings read(
      ConfigReader reader, String tokenizer, String input, OutputDirectory output) {
    List<String> kept = reader.texts("tokenize.keep-columns");
    return new TokenizeSettings(
        tokenizer,
        CorpusSettings.read(reader, input, kept),
        output,
        reader.oneOfOrNone("tokenize.policy", Policy.class),
        reader.oneOf("tokenize.verify", Verification.class),
        reader.between("tokenize.max-tokens-per-row", MAX_TOKENS_PER_WORD, 100_000_000),
        reader.between("tokenize.learned-words", 0, 100_000_000),
        pack(reader, kept),
        Optional.of(reader.text("tokenize.shuffle")).filter(seed -> !seed.isEmpty()),
        FileCount.read(reader, "tokenize.shuffle-files"),
        parquet(reader),
        RunKind.TOKENIZE.deciding(reader));
  }

  private static ParquetSettings parquet(ConfigReader reader) {
    return new ParquetSettings(
        reader.oneOf("tokenize.parquet.codec", Codec.class),
        reader.between("tokenize.parquet.zstd-level", 1, 22),
        reader.byteSize("tokenize.parquet.row-group-bytes", SMALLEST_ROW_GROUP),
        pageBytes(reader),
        reader.oneOf("tokenize.parquet.ids", IdEncoding.class));
  }

  private static int pageBytes(ConfigReader reader) {
    long bytes = reader.byteSize("tokenize.parquet.page-bytes", SMALLEST_PAGE);
    if (bytes > LARGEST_PAGE) {
      reader.refuse("tokenize.parquet.page-bytes", "expected at most 256MiB");
    }
    return (int) Math.min(bytes, LARGEST_PAGE);
  }

  private static Optional<PackSettings> pack(ConfigReader reader, List<String> kept) {
    int length = reader.between("tokenize.pack", 0, LONGEST_PACKED_ROW);
    PackMethod method = reader.oneOf("tokenize.pack-method", PackMethod.class);
    int windowIds = reader.between("tokenize.pack-window", SHORTEST_PACKED_ROW, LARGEST_WINDOW);
    if (length == 0) {
      if (method == PackMethod.BEST_FIT) {
        reader.refuse(
            "tokenize.pack-method",
            "expected concatenate (the default) where tokenize.pack is 0 (off). Give the length of"
                + " the rows by --pack");
      }
      return Optional.empty();
    }
    if (length < SHORTEST_PACKED_ROW) {
      reader.refuse(
          "tokenize.pack",
          "expected 0 (off), or a whole number from "
              + SHORTEST_PACKED_ROW
              + " to "
              + LONGEST_PACKED_ROW);
    }
    if (!kept.isEmpty()) {
      reader.refuse(
          "tokenize.keep-columns",
          "expected none with tokenize.pack: a packed row belongs to no one document");
    }
    if (method == PackMethod.BEST_FIT && windowIds < length) {
      reader.refuse("tokenize.pack-window", "expected at least tokenize.pack (" + length + ")");
    }
    return Optional.of(new PackSettings(length, method, windowIds));
  }
}
