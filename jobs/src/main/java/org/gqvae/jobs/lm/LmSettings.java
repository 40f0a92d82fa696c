package org.gqvae.jobs.lm;

import java.util.SortedMap;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.RunKind;
import org.gqvae.model.language.LanguageModelSpec.Positions;

/**
 * What {@code lm} is asked to do.
 *
 * @param tokens Hadoop path of the token columns that are trained on
 * @param heldOut of those that are measured on
 * @param contextBytes bytes of text in a context, on average
 * @param batches of each worker between two averagings
 * @param batchContexts contexts in a batch
 * @param trainBytes bytes of text trained on in all, by all workers
 * @param warmupShare of the steps in which the learning rate rises
 * @param finalShare of the learning rate at the end
 * @param gradientNorm a longer gradient is scaled to this length; 0: none is
 * @param meanDecay share of the running mean of the weights that a round keeps
 * @param checkpointsKept the last ones
 * @param configuration all settings, as a configuration file
 * @param deciding the settings that decide what the run gives, by their keys
 */
record LmSettings(
    String tokens,
    String heldOut,
    OutputDirectory output,
    long seed,
    int layers,
    int width,
    int heads,
    Positions positions,
    int contextBytes,
    int workers,
    int batches,
    int batchContexts,
    long trainBytes,
    double learningRate,
    double warmupShare,
    double finalShare,
    double weightDecay,
    double gradientNorm,
    double meanDecay,
    int checkpointsKept,
    String configuration,
    SortedMap<String, String> deciding) {

  /** Reads the section {@code lm}. */
  static LmSettings read(
      ConfigReader reader, String tokens, String heldOut, OutputDirectory output) {
    int heads = reader.between("lm.heads", 1, 256);
    int width = reader.between("lm.width", 2, 1 << 14);
    if (width % (2 * heads) != 0) {
      reader.refuse("lm.width", "expected a multiple of 2 x lm.heads (" + heads + ")");
    }
    return new LmSettings(
        tokens,
        heldOut,
        output,
        reader.wholeNumber("lm.seed"),
        reader.between("lm.layers", 1, 256),
        width,
        heads,
        reader.oneOf("lm.positions", Positions.class),
        reader.between("lm.context-bytes", 1, 1 << 20),
        reader.between("lm.workers", 1, 10_000),
        reader.between("lm.batches", 1, 1 << 20),
        reader.between("lm.batch-contexts", 1, 1 << 20),
        reader.byteSize("lm.train-bytes", 1),
        reader.above("lm.optimizer.learning-rate", 0),
        reader.inRange("lm.optimizer.warmup-share", 0, 1),
        reader.inRange("lm.optimizer.final-share", 0, 1),
        reader.inRange("lm.optimizer.weight-decay", 0, 1),
        reader.inRange("lm.optimizer.gradient-norm", 0, 1e6),
        reader.inRange("lm.mean-decay", 0, 0.999999),
        reader.atLeast("lm.checkpoints", 1),
        reader.render(),
        RunKind.LM.deciding(reader));
  }
}
