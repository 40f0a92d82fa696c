package org.gqvae.io.tokens;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;

/**
 * {@code .huggingface.yaml}: by it {@code load_dataset(DIR)} of Hugging Face's datasets reads the
 * part files of token columns, and not the JSON files beside them. Its name begins with a dot, so
 * that Spark and Arrow pass over it when they read the directory.
 */
public final class DataSetCard {
  /** The file's name. */
  public static final String FILE_NAME = ".huggingface.yaml";

  private static final String CONTENT =
      """
      configs:
      - config_name: default
        data_files: "part-*.parquet"
      """;

  private DataSetCard() {}

  /** Writes {@code directory/.huggingface.yaml}. */
  public static void write(Path directory, Configuration hadoop) throws IOException {
    AtomicFile.write(
        new Path(directory, FILE_NAME), CONTENT.getBytes(StandardCharsets.UTF_8), hadoop);
  }
}
