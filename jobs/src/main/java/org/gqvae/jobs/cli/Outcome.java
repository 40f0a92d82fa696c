package org.gqvae.jobs.cli;

import java.util.Optional;

/**
 * How a verb ended that did its work.
 *
 * @param problem what is told on stderr where it was not all well
 * @param result the headline figures that {@code --json} tells
 */
public record Outcome(Ending ending, Optional<String> problem, Figures result) {
  /** Each is an exit code. */
  public enum Ending {
    DONE,
    FAILED,
    TOO_MANY_REJECTED
  }

  public static final Outcome DONE = new Outcome(Ending.DONE, Optional.empty(), Figures.NONE);

  /** The outcome of a verb that has found out that something is wrong. */
  public static Outcome failed(String problem) {
    return new Outcome(Ending.FAILED, Optional.of(problem), Figures.NONE);
  }

  /** The outcome after {@code rejected} records where {@code maxFailed} are allowed. */
  public static Outcome ofRejected(long rejected, long maxFailed, String place) {
    return rejected <= maxFailed
        ? DONE
        : new Outcome(
            Ending.TOO_MANY_REJECTED,
            Optional.of(
                rejected
                    + (rejected == 1 ? " record was" : " records were")
                    + " rejected, more than --max-failed "
                    + maxFailed
                    + " allows: "
                    + place),
            Figures.NONE);
  }

  /** The same with headline figures. */
  public Outcome with(Figures figures) {
    return new Outcome(ending, problem, figures);
  }
}
