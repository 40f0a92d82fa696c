package org.gqvae.jobs.lm;

import java.util.List;
import java.util.TreeSet;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.detokenize.TokenColumns;
import org.gqvae.model.language.LanguageModel;
import org.gqvae.model.language.LanguageModelFlops;
import org.gqvae.model.language.LanguageModelSpec;
import org.gqvae.model.layers.OptimizerSpec;

/**
 * How a language model is trained, by the settings and what the token columns are like: what is set
 * in bytes of text becomes tokens here, so that every tokenizer gives the same text to a step.
 *
 * @param model the network
 * @param bytesPerToken of the token columns trained on, their ends of text counted as tokens
 * @param rounds of all workers
 */
record LmSpec(LmSettings settings, LanguageModelSpec model, double bytesPerToken, int rounds) {
  /** Where the held-out documents are measured: shares of the training. */
  private static final List<Double> MEASURED = List.of(1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2, 1.0);

  /**
   * @throws UsageException where the token columns have no text, or too little for the workers, or
   *     the training is shorter than a round
   */
  static LmSpec of(LmSettings settings, TokenColumns tokens) {
    if (tokens.manifest().bytesIn() == 0) {
      throw new UsageException(
          "There is no text in " + tokens.directory() + ". Give other --tokens");
    }
    if (tokens.manifest().documentsOut() < settings.workers()) {
      throw new UsageException(
          "Invalid lm.workers: %d, but there are %,d documents in %s. Give each worker one at least"
              .formatted(settings.workers(), tokens.manifest().documentsOut(), tokens.directory()));
    }
    double bytesPerToken = bytesPerToken(tokens);
    int contextTokens = (int) Math.max(1, Math.round(settings.contextBytes() / bytesPerToken));
    LanguageModelSpec model =
        new LanguageModelSpec(
            tokens.tokenizer().vocabulary().size(),
            contextTokens,
            settings.layers(),
            settings.width(),
            settings.heads(),
            settings.positions());
    double roundBytes = roundTokens(settings, contextTokens) * bytesPerToken;
    if (settings.trainBytes() < roundBytes) {
      throw new UsageException(
          "Invalid lm.train-bytes: %d, but a round of all workers takes %,.0f. Raise it, or lower lm.workers, lm.batches or lm.batch-contexts"
              .formatted(settings.trainBytes(), roundBytes));
    }
    double rounds = Math.ceil(settings.trainBytes() / roundBytes);
    if (rounds * settings.batches() > Integer.MAX_VALUE) {
      throw new UsageException(
          "Invalid lm.train-bytes: %d, which takes more than %d steps. Lower it, or raise lm.batch-contexts"
              .formatted(settings.trainBytes(), Integer.MAX_VALUE));
    }
    return new LmSpec(settings, model, bytesPerToken, (int) rounds);
  }

  /** Bytes of documents over tokens, of which the ends of text are some. */
  static double bytesPerToken(TokenColumns tokens) {
    return (double) tokens.manifest().bytesIn()
        / (tokens.manifest().tokens() + tokens.manifest().documentsOut());
  }

  private static double roundTokens(LmSettings settings, int contextTokens) {
    return (double) settings.workers()
        * settings.batches()
        * settings.batchContexts()
        * contextTokens;
  }

  OptimizerSpec optimizer() {
    int steps = rounds * settings.batches();
    return new OptimizerSpec(
        OptimizerSpec.Method.ADAMW,
        settings.learningRate(),
        1,
        settings.weightDecay(),
        (int) Math.ceil(settings.warmupShare() * steps),
        steps,
        settings.finalShare(),
        settings.gradientNorm());
  }

  LmBatches batches() {
    return new LmBatches(
        settings.workers(),
        settings.batches(),
        settings.batchContexts(),
        model.contextTokens(),
        settings.seed());
  }

  /** The rounds behind which the held-out documents are measured. */
  List<Integer> measuredRounds() {
    TreeSet<Integer> measured = new TreeSet<>();
    MEASURED.forEach(share -> measured.add((int) Math.ceil(share * rounds)));
    return List.copyOf(measured);
  }

  /** Tokens trained on in the first {@code round} rounds. */
  long tokensSeen(int round) {
    return (long) (round * roundTokens(settings, model.contextTokens()));
  }

  /** Bytes of text that they stand for. */
  long bytesSeen(int round) {
    return Math.round(tokensSeen(round) * bytesPerToken);
  }

  /** Floating-point operations of training on them. */
  double operations(int round) {
    return tokensSeen(round) * LanguageModelFlops.perToken(model);
  }

  /** A measurement behind round {@code round}. */
  LanguageModelRun.Point point(int round, double bitsPerByte) {
    return new LanguageModelRun.Point(
        (double) round / rounds, bytesSeen(round), operations(round), bitsPerByte);
  }

  LanguageModelRun.Model describeModel() {
    return new LanguageModelRun.Model(
        model.layers(),
        model.width(),
        model.heads(),
        Spelling.of(model.positions()),
        settings.contextBytes(),
        model.contextTokens(),
        LanguageModel.parameterCount(model));
  }

  LanguageModelRun.Training describeTraining() {
    return new LanguageModelRun.Training(
        settings.seed(),
        settings.workers(),
        rounds,
        settings.batches(),
        settings.batchContexts(),
        settings.learningRate(),
        LanguageModelFlops.perToken(model));
  }
}
