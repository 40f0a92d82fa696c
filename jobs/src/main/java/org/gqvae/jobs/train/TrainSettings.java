package org.gqvae.jobs.train;

import java.util.SortedMap;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Spelling;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.cli.RunKind;
import org.gqvae.jobs.count.CountSettings;
import org.gqvae.jobs.distill.DistillSettings;
import org.gqvae.jobs.distill.ModelSettings;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.network.Annealing;
import org.gqvae.model.network.GateCost;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.Objective;
import org.gqvae.model.training.Revival;
import org.gqvae.model.training.UsagePass;

/**
 * What {@code train} is asked to do.
 *
 * @param counting how the input is counted, into {@code output/words}; its corpus may be counted
 *     words already
 * @param output the run directory
 * @param rounds in all
 * @param warmupRounds before latents are quantized
 * @param revivalRounds rounds in which codes may be revived: those before and with this one
 * @param heldOutShare of the distinct words
 * @param checkpointsKept the last ones
 * @param configuration all settings, as a configuration file
 * @param deciding the settings that decide what the run gives, by their keys
 */
public record TrainSettings(
    CountSettings counting,
    OutputDirectory output,
    GqVaeSpec model,
    Objective objective,
    OptimizerSpec optimizer,
    RoundPlan round,
    Revival revival,
    int rounds,
    int warmupRounds,
    int revivalRounds,
    double heldOutShare,
    int checkpointsKept,
    DistillSettings distill,
    String configuration,
    SortedMap<String, String> deciding) {
  private static final String PRIOR = "train.loss.prior";
  private static final String TEMPERATURE = "train.gumbel.temperature";
  private static final String FINAL_TEMPERATURE = "train.gumbel.final-temperature";

  /** Reads the sections {@code model}, {@code train} and {@code distill}. */
  public static TrainSettings read(
      ConfigReader reader, CorpusSettings corpus, OutputDirectory output) {
    OutputDirectory words =
        new OutputDirectory(
            new Path(output.path(), "words").toString(), OutputMode.OVERWRITE, ".*", false);
    GqVaeSpec model = ModelSettings.read(reader);
    int rounds = reader.atLeast("train.rounds", 1);
    int warmupRounds = reader.atLeast("train.warmup-rounds", 1);
    if (warmupRounds >= rounds) {
      reader.refuse("train.warmup-rounds", "expected fewer than train.rounds (" + rounds + ")");
    }
    int batches = reader.atLeast("train.batches", 1);
    if ((long) rounds * batches > Integer.MAX_VALUE) {
      reader.refuse(
          "train.batches",
          "expected at most " + Integer.MAX_VALUE / rounds + " with train.rounds = " + rounds);
      batches = 1;
    }
    int batchWords = reader.between("train.batch-words", 1, (1 << 24) - 1);
    RoundPlan round =
        new RoundPlan(
            reader.between("train.workers", 1, 10_000),
            batches,
            batchWords,
            new UsagePass(
                reader.between("train.usage-words", 1, (1 << 24) - 1), 4 * model.codebookSize()),
            reader.wholeNumber("train.seed"));
    return new TrainSettings(
        CountSettings.read(reader, corpus, words),
        output,
        model,
        new Objective(
            reader.inRange("train.loss.mask", 0, 1e6),
            reader.inRange("train.loss.commitment", 0, 1e6),
            reader.inRange("train.loss.codebook", 0, 1e6),
            reader.inRange("train.codebook-decay", 0, 0.999999),
            prior(reader, model),
            annealing(reader, Math.max(1, rounds - warmupRounds) * batches),
            model.hasLearnedGates() ? gateCost(reader) : GateCost.fixed(0)),
        new OptimizerSpec(
            reader.oneOf("train.optimizer.method", OptimizerSpec.Method.class),
            reader.above("train.optimizer.learning-rate", 0),
            reader.above("train.optimizer.codebook-rate", 0),
            reader.inRange("train.optimizer.weight-decay", 0, 1),
            reader.atLeast("train.optimizer.warmup-steps", 0),
            rounds * batches,
            reader.inRange("train.optimizer.final-share", 0, 1),
            0),
        round,
        new Revival(reader.inRange("train.revival.share", 0, 1)),
        rounds,
        warmupRounds,
        (int) (rounds * reader.inRange("train.revival.until", 0, 1)),
        reader.inRange("train.held-out-share", 0, 0.5),
        reader.atLeast("train.checkpoints", 1),
        DistillSettings.read(reader),
        reader.render(),
        RunKind.TRAIN.deciding(reader));
  }

  /** Reads the same for a training that a tokenizer must come of. */
  public static TrainSettings readForTokenizer(
      ConfigReader reader, CorpusSettings corpus, OutputDirectory output) {
    TrainSettings settings = read(reader, corpus, output);
    if (!settings.model().hasCodebook()) {
      reader.refuse(
          ModelSettings.QUANTIZER,
          "expected nearest or gumbel-softmax: without codes there is no tokenizer");
    }
    return settings;
  }

  private static double prior(ConfigReader reader, GqVaeSpec model) {
    double prior = reader.inRange(PRIOR, 0, 1e6);
    String reason =
        switch (model.quantization()) {
          case NEAREST -> "of the nearest code the divergence is the constant ln V";
          case GUMBEL_SOFTMAX -> "";
          case NONE -> "there are no codes";
        };
    if (prior > 0 && !reason.isEmpty()) {
      reader.refuse(
          PRIOR,
          "expected 0 with %s = %s, as %s; or choose gumbel-softmax"
              .formatted(ModelSettings.QUANTIZER, Spelling.of(model.quantization()), reason));
      return 0;
    }
    return prior;
  }

  private static Annealing annealing(ConfigReader reader, int steps) {
    double first = reader.inRange(TEMPERATURE, 0.01, 100);
    double last = reader.inRange(FINAL_TEMPERATURE, 0.01, 100);
    if (last > first) {
      reader.refuse(FINAL_TEMPERATURE, "expected at most %s (%s)".formatted(TEMPERATURE, first));
      last = first;
    }
    return new Annealing(first, last, steps);
  }

  private static GateCost gateCost(ConfigReader reader) {
    double initial = reader.inRange("train.loss.gate-cost", 0, 1e6);
    double bytesPerGate = reader.inRange("train.loss.bytes-per-gate", 0, GqVaeSpec.WORD_BYTES);
    if (bytesPerGate > 0 && bytesPerGate < 1) {
      reader.refuse("train.loss.bytes-per-gate", "expected 0 or at least 1");
      bytesPerGate = 0;
    }
    if (bytesPerGate > 0 && initial == 0) {
      reader.refuse("train.loss.gate-cost", "expected over 0 where bytes-per-gate steers it");
      initial = 1;
    }
    return new GateCost(initial, bytesPerGate, reader.inRange("train.loss.gate-logit", 0, 1e3));
  }
}
