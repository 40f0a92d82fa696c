package org.gqvae.jobs;

import java.util.Optional;

/**
 * How a verb ended that did its work.
 *
 * @param tooManyRejected where more records were rejected than allowed: how many, and where they
 *     are
 */
public record Outcome(Optional<String> tooManyRejected) {
  public static final Outcome DONE = new Outcome(Optional.empty());

  /** The outcome after {@code rejected} records where {@code maxFailed} are allowed. */
  public static Outcome ofRejected(long rejected, long maxFailed, String place) {
    return rejected <= maxFailed
        ? DONE
        : new Outcome(
            Optional.of(
                rejected
                    + (rejected == 1 ? " record was" : " records were")
                    + " rejected, more than --max-failed "
                    + maxFailed
                    + " allows: "
                    + place));
  }
}
