package org.gqvae.jobs.train;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.gqvae.io.artifact.RoundMetrics;
import org.gqvae.jobs.spark.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how training goes: a bar that moves with each round on a terminal, else a line now and
 * then. The time left is the time of the rounds so far, carried forward.
 */
final class TrainingProgress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingProgress.class);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final int rounds;
  private final int roundsBefore;
  private final long start = System.nanoTime();
  private final ProgressBar bar; // null where there is no terminal
  private long lastLine = start - BETWEEN_LINES.toNanos();

  private TrainingProgress(int rounds, int roundsBefore, ProgressBar bar) {
    this.rounds = rounds;
    this.roundsBefore = roundsBefore;
    this.bar = bar;
  }

  /**
   * @param rounds in all
   * @param roundsBefore those that an earlier run has done
   */
  static TrainingProgress of(int rounds, int roundsBefore) {
    ProgressBar bar =
        Terminal.forProgress()
            .map(
                terminal ->
                    terminal
                        .bar("train", " rounds", 1)
                        .setInitialMax(rounds)
                        .startsFrom(roundsBefore, Duration.ZERO)
                        .build())
            .orElse(null);
    return new TrainingProgress(rounds, roundsBefore, bar);
  }

  void tell(RoundMetrics round) {
    String figures = figures(round);
    if (bar != null) {
      bar.setExtraMessage(figures);
      bar.stepTo(round.round());
      return;
    }
    long now = System.nanoTime();
    if (now - lastLine >= BETWEEN_LINES.toNanos() || round.round() == rounds) {
      lastLine = now;
      long left = (now - start) / (round.round() - roundsBefore) * (rounds - round.round());
      LOG.info(
          "round {} of {}: {}, {} left",
          round.round(),
          rounds,
          figures,
          clock(Duration.ofNanos(left)));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private static String figures(RoundMetrics round) {
    String figures =
        String.format(
            Locale.ROOT, "loss %.3f, %.2f bytes/gate", round.loss(), round.bytesPerGate());
    return round.bytesPerToken() == null
        ? figures + ", no codes yet"
        : figures
            + String.format(
                Locale.ROOT,
                ", %.2f bytes/token, %d codes used",
                round.bytesPerToken(),
                round.codesUsed());
  }

  private static String clock(Duration time) {
    return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}
