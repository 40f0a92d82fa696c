package org.gqvae.io.report;

import java.util.List;
import org.gqvae.io.artifact.LanguageModelRun;

/**
 * Runs of {@code lm} that stand as one in a comparison: a run by itself, or several that differ in
 * their seeds.
 *
 * @param name what readers call it
 */
public record LmContender(String name, List<Run> runs) {
  /** A run and what readers call it. */
  public record Run(String name, LanguageModelRun result) {}

  public LmContender {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("there is no run of " + name);
    }
  }

  LmCurves curves(LmAxis axis) {
    return LmCurves.of(runs.stream().map(run -> run.result().points()).toList(), axis);
  }
}
