package org.gqvae.jobs.report;

import java.util.List;
import java.util.Optional;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.jobs.cli.OutputDirectory;

/**
 * What {@code report} is asked to do.
 *
 * @param tokens Hadoop paths of directories of token columns
 * @param groupBy kept column whose values documents are grouped by; empty: none
 * @param samples documents of each directory that are shown token by token
 */
public record ReportSettings(
    List<String> tokens, OutputDirectory output, Optional<String> groupBy, int samples) {

  public ReportSettings {
    tokens = List.copyOf(tokens);
  }

  /** Reads the section {@code report}. */
  public static ReportSettings read(
      ConfigReader reader, List<String> tokens, OutputDirectory output) {
    return new ReportSettings(
        tokens,
        output,
        Optional.of(reader.text("report.group-by")).filter(column -> !column.isEmpty()),
        reader.between("report.samples", 0, 1000));
  }
}
