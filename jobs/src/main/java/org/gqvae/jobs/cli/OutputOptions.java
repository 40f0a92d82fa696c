package org.gqvae.jobs.cli;

import picocli.CommandLine.Option;

/** The options of verbs that write a directory at one go. */
public final class OutputOptions {
  @Option(
      names = "--output",
      converter = HadoopPath.class,
      required = true,
      paramLabel = "DIR",
      description = "Directory to write, at any Hadoop path.")
  private String output;

  @Option(
      names = "--overwrite",
      description = "Replace what an earlier run of this verb wrote there.")
  private boolean overwrite;

  /**
   * @param ownNames regular expression of the names that the verb writes there
   */
  public OutputDirectory directory(String ownNames) {
    OutputMode mode = overwrite ? OutputMode.OVERWRITE : OutputMode.REFUSE;
    return new OutputDirectory(output, mode, ownNames, false);
  }
}
