package org.gqvae.jobs.cli;

/** What becomes of an output directory that holds something. */
public enum OutputMode {
  /** It stops the command. */
  REFUSE,

  /** What an earlier run of the verb wrote there is removed. */
  OVERWRITE,

  /** What an earlier run finished there is kept. */
  RESUME
}
