package org.gqvae.jobs.cli;

import java.util.List;
import org.gqvae.io.config.Setting;
import picocli.CommandLine.Option;

/** The options of verbs that read a corpus. */
public final class CorpusOptions {
  @Option(
      names = "--input",
      converter = HadoopPath.class,
      required = true,
      paramLabel = "PATH",
      description = "Corpus: a file, a directory or a quoted glob, at any Hadoop path.")
  private String input;

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      description = "text, jsonl or parquet (default: by each file's extension).")
  private String format;

  @Option(
      names = "--document",
      paramLabel = "UNIT",
      description =
          "Document of a text file: each line (line, the default) or the whole file (file).")
  private String document;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description =
          "Column or JSON key that holds the text, also nested: meta.text (default: text).")
  private String textColumn;

  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description = "Column or JSON key that holds the id, also nested (default: id; '' for none).")
  private String idColumn;

  @Option(
      names = "--max-failed",
      paramLabel = "N",
      description =
          "Number of records that may be rejected. With more the exit code is 3 (default: 0).")
  private String maxFailed;

  public String input() {
    return input;
  }

  public List<Setting> settings() {
    return new Flags()
        .add("input.format", "--input-format", format)
        .add("input.document", "--document", document)
        .add("input.text-column", "--text-column", textColumn)
        .add("input.id-column", "--id-column", idColumn)
        .add("input.max-failed", "--max-failed", maxFailed)
        .settings();
  }
}
