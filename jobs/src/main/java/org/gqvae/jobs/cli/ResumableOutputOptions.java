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
      description = "Directory to write, at any Hadoop path.")
  private String output;

  @Option(
      names = "--resume",
      description = "Continue an interrupted run. Where there is none, start a new one.")
  private boolean resume;

  @Option(
      names = "--resume-with-other-build",
      description =
          "Like --resume, but also goes on with a run that another build of the same version began.")
  private boolean resumeWithOtherBuild;

  @Option(
      names = "--overwrite",
      description = "Replace what an earlier run of this verb wrote there.")
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
