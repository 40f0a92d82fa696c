package org.gqvae.jobs.cli;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(Outcome.class);

  public static final Outcome DONE = new Outcome(Ending.DONE, Optional.empty(), Figures.NONE);

  /** The outcome of a verb that has found out that something is wrong. */
  public static Outcome failed(String problem) {
    return new Outcome(Ending.FAILED, Optional.of(problem), Figures.NONE);
  }

  /**
   * The outcome after {@code rejected} records where {@code maxFailed} are allowed. Those that are
   * allowed are logged.
   */
  public static Outcome ofRejected(long rejected, long maxFailed, String place) {
    String told = rejected + (rejected == 1 ? " record was rejected" : " records were rejected");
    if (rejected > maxFailed) {
      String problem = "%s, more than --max-failed %d allows: %s".formatted(told, maxFailed, place);
      return new Outcome(Ending.TOO_MANY_REJECTED, Optional.of(problem), Figures.NONE);
    }
    if (rejected > 0) {
      LOG.warn("{}, which --max-failed {} allows: {}", told, maxFailed, place);
    }
    return DONE;
  }

  /** The same with headline figures. */
  public Outcome with(Figures figures) {
    return new Outcome(ending, problem, figures);
  }
}
