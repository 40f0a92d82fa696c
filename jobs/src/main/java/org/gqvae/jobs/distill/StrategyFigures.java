package org.gqvae.jobs.distill;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.config.Spelling;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.distill.DistillSettings.Strategy;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * What one strategy makes of a run, on the run's own words.
 *
 * @param learnedTokens of two bytes or more
 * @param bytesPerToken by the policy that the tokenizer has
 * @param neuralBytesPerToken by the network's gates and codes, of the words that tokens are drawn
 *     from; of controls there is none
 */
public record StrategyFigures(
    Strategy strategy,
    int learnedTokens,
    double bytesPerToken,
    OptionalDouble neuralBytesPerToken) {

  static StrategyFigures of(
      Strategy strategy, TokenizerArtifact tokenizer, OptionalDouble neuralBytesPerToken) {
    Vocabulary vocabulary = tokenizer.vocabulary();
    return new StrategyFigures(
        strategy, vocabulary.learnedTokens(), vocabulary.bytesPerToken(), neuralBytesPerToken);
  }

  Figures figures() {
    return Figures.NONE
        .with("strategy", Spelling.of(strategy))
        .with("learned_tokens", learnedTokens)
        .with("bytes_per_token", bytesPerToken)
        .with(
            "neural_bytes_per_token",
            neuralBytesPerToken.isPresent() ? neuralBytesPerToken.getAsDouble() : null);
  }

  /** A table for the terminal, a line a strategy. */
  static String table(List<StrategyFigures> all) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            "%-14s %14s %15s %22s%n",
            "strategy", "learned tokens", "bytes per token", "neural bytes per token"));
    for (StrategyFigures figures : all) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-14s %14d %15.3f %22s%n",
              Spelling.of(figures.strategy()),
              figures.learnedTokens(),
              figures.bytesPerToken(),
              figures.neuralBytesPerToken().isPresent()
                  ? String.format(Locale.ROOT, "%.3f", figures.neuralBytesPerToken().getAsDouble())
                  : "-"));
    }
    return table.toString();
  }
}
