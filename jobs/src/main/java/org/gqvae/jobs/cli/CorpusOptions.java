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
      description = "File, directory or quoted glob; any Hadoop path.")
  private String input;

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      description = "text, jsonl or parquet, where the files' extensions do not tell.")
  private String format;

  @Option(
      names = "--document",
      paramLabel = "UNIT",
      description = "What a document of a text file is: line (default) or file.")
  private String document;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description = "Column or JSON key of the text (default: text).")
  private String textColumn;

  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description = "Column or JSON key of the id (default: id).")
  private String idColumn;

  @Option(
      names = "--max-failed",
      paramLabel = "N",
      description = "Records that may be rejected before the exit code is 3 (default: 0).")
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
