package org.gqvae.jobs.cli;

import org.gqvae.io.failure.UsageException;
import picocli.CommandLine.Option;

/** The options of verbs that can go on with what an interrupted run has written. */
public final class ResumableOutputOptions {
  @Option(
      names = "--output",
      converter = HadoopPath.class,
      required = true,
      paramLabel = "DIR",
      description = "Directory to write; any Hadoop path.")
  private String output;

  @Option(
      names = "--resume",
      description = "Go on where an interrupted run stopped; start where none is.")
  private boolean resume;

  @Option(
      names = "--resume-with-other-build",
      description =
          "Like --resume, also where another build of the same version began the run: its files are"
              + " then of both.")
  private boolean resumeWithOtherBuild;

  @Option(names = "--overwrite", description = "Replace what an earlier run wrote there.")
  private boolean overwrite;

  /**
   * @param ownNames regular expression of the names that the verb writes there
   */
  public OutputDirectory directory(String ownNames) {
    boolean resumes = resume || resumeWithOtherBuild;
    if (resumes && overwrite) {
      throw new UsageException("--resume and --overwrite exclude each other: give one of them");
    }
    OutputMode mode = overwrite ? OutputMode.OVERWRITE : OutputMode.REFUSE;
    if (resumes) {
      mode = resumeWithOtherBuild ? OutputMode.RESUME_WITH_OTHER_BUILD : OutputMode.RESUME;
    }
    return new OutputDirectory(output, mode, ownNames, true);
  }

  public String path() {
    return output;
  }
}
