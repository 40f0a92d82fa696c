package org.gqvae.jobs.cli;

import org.gqvae.io.artifact.RunIdentity.OtherBuild;

/** What becomes of an output directory that holds something. */
public enum OutputMode {
  /** It stops the command. */
  REFUSE,

  /** What an earlier run of the verb wrote there is removed. */
  OVERWRITE,

  /** What an earlier run finished there is kept. */
  RESUME,

  /** The same, also where another build of this software began the run. */
  RESUME_WITH_OTHER_BUILD;

  /** Whether an earlier run is gone on with. */
  public boolean resumes() {
    return this == RESUME || this == RESUME_WITH_OTHER_BUILD;
  }

  /** Whether a run that is resumed may have been begun by another build. */
  public OtherBuild otherBuild() {
    return this == RESUME_WITH_OTHER_BUILD ? OtherBuild.ALLOWED : OtherBuild.REFUSED;
  }
}
