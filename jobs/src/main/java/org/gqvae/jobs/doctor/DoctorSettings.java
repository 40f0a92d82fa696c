package org.gqvae.jobs.doctor;

import java.util.List;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.train.RoundPlan;
import org.gqvae.jobs.train.TrainSettings;
import org.gqvae.jobs.train.TrainingNeeds;
import org.gqvae.model.network.TrainingMemory;

/**
 * What {@code doctor} is asked to do.
 *
 * @param memory of the network to be trained
 * @param round of its training
 * @param output Hadoop path that tasks shall be able to write to; null: none
 */
public record DoctorSettings(TrainingMemory memory, RoundPlan round, String output) {
  /** Of a word in a batch in which none comes twice: more than batches of texts have. */
  private static final int BYTES_PER_WORD = 6;

  /** Reads what training reads. */
  public static DoctorSettings read(ConfigReader reader, String output) {
    TrainSettings training =
        TrainSettings.read(
            reader,
            CorpusSettings.read(reader, ".", List.of()),
            new OutputDirectory(".", OutputMode.REFUSE, "", false));
    return new DoctorSettings(
        new TrainingMemory(training.model(), training.optimizer().method()),
        training.round(),
        output);
  }

  /**
   * What training takes.
   *
   * @param tasksAtOnce of a JVM that trains
   */
  public TrainingNeeds needs(int tasksAtOnce) {
    return new TrainingNeeds(
        memory,
        round.workers(),
        Math.min(round.workers(), tasksAtOnce),
        (long) round.batchWords() * BYTES_PER_WORD,
        round.usage());
  }
}
