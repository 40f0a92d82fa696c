package org.gqvae.jobs.rejects;

import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Outcome;

/** A command has ended before its work was done, as more records were rejected than allowed. */
public final class TooManyRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  /**
   * The end after these records where {@code maxFailed} are allowed.
   *
   * @param place tells of them and where they are
   */
  public TooManyRejectedException(Rejections rejected, long maxFailed, String place) {
    this(
        Outcome.ofRejected(rejected.count(), maxFailed, place)
            .with(
                Figures.NONE
                    .with("failed", rejected.count())
                    .with("rejected", rejected.commonestFirst())));
  }

  private TooManyRejectedException(Outcome outcome) {
    super(outcome.problem().orElseThrow());
    this.outcome = outcome;
  }

  /** How the command ended. */
  public Outcome outcome() {
    return outcome;
  }
}
