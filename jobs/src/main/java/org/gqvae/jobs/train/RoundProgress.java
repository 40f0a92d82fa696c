package org.gqvae.jobs.train;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.gqvae.jobs.spark.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how training goes: a bar that moves with each round on a terminal, else a line now and
 * then. The time left is the time of the rounds so far, carried forward.
 */
public final class RoundProgress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoundProgress.class);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final int rounds;
  private final int roundsBefore;
  private final long start = System.nanoTime();
  private final ProgressBar bar; // null where there is no terminal
  private long lastLine = start - BETWEEN_LINES.toNanos();

  private RoundProgress(int rounds, int roundsBefore, ProgressBar bar) {
    this.rounds = rounds;
    this.roundsBefore = roundsBefore;
    this.bar = bar;
  }

  /**
   * @param name of what is trained
   * @param rounds in all
   * @param roundsBefore those that an earlier run has done
   */
  public static RoundProgress of(String name, int rounds, int roundsBefore) {
    ProgressBar bar =
        Terminal.forProgress()
            .map(
                terminal ->
                    terminal
                        .bar(name, " rounds", 1)
                        .setInitialMax(rounds)
                        .startsFrom(roundsBefore, Duration.ZERO)
                        .build())
            .orElse(null);
    return new RoundProgress(rounds, roundsBefore, bar);
  }

  /** Tells that a round is done, and what it came to. */
  public void tell(int round, String figures) {
    if (bar != null) {
      bar.setExtraMessage(figures);
      bar.stepTo(round);
      return;
    }
    long now = System.nanoTime();
    if (now - lastLine >= BETWEEN_LINES.toNanos() || round == rounds) {
      lastLine = now;
      long left = (now - start) / (round - roundsBefore) * (rounds - round);
      LOG.info(
          "round {} of {}: {}, {} left", round, rounds, figures, clock(Duration.ofNanos(left)));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private static String clock(Duration time) {
    return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}
