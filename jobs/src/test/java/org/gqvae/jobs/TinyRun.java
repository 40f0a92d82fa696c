package org.gqvae.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.corpus.CorpusFormat;
import org.gqvae.io.corpus.CorpusWriter;
import org.gqvae.io.story.StoryGenerator;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.train.TrainJob;
import org.gqvae.jobs.train.TrainSettings;

/**
 * Training that takes seconds: some stories, a small network, four rounds, the last of them with
 * codes.
 */
public final class TinyRun {
  public static final int ROUNDS = 4;
  public static final int WARMUP_ROUNDS = 3;
  public static final int CODES = 32;

  private static final List<String> SETTINGS =
      List.of(
          "model.codebook-size=" + CODES,
          "model.width=8",
          "model.heads=2",
          "model.encoder-layers=1",
          "model.gater-layers=1",
          "model.decoder-blocks=1",
          "train.rounds=" + ROUNDS,
          "train.warmup-rounds=" + WARMUP_ROUNDS,
          "train.batches=2",
          "train.batch-words=200",
          "train.loss.gate-cost=2",
          "train.loss.bytes-per-gate=3",
          "train.revival.until=1",
          "train.optimizer.warmup-steps=2",
          "count.files=3",
          "input.split-bytes=50kB");

  private static final Path SHARED = Path.of("target/tiny-run").toAbsolutePath();
  private static boolean trained;

  private TinyRun() {}

  /** The stories that {@link #run()} is trained on; to be read alone. */
  public static Path stories() {
    run();
    return SHARED.resolve("stories");
  }

  /** A run on two cores, trained once in a JVM; to be read alone. */
  public static synchronized Path run() {
    Path run = SHARED.resolve("run");
    if (!trained) {
      try {
        FileTree.delete(SHARED);
        Path stories = writeStories(SHARED.resolve("stories"));
        training(LocalSpark.session(), stories, run, OutputMode.REFUSE).run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      trained = true;
    }
    return run;
  }

  /** Its settings {@code key=value}, with others behind them. */
  public static String[] settings(String... more) {
    return Stream.concat(SETTINGS.stream(), Stream.of(more)).toArray(String[]::new);
  }

  /** A command line with its settings as options. */
  public static String[] commandLine(String... words) {
    return Stream.concat(
            Stream.of(words), SETTINGS.stream().flatMap(setting -> Stream.of("--set", setting)))
        .toArray(String[]::new);
  }

  /** Writes 200 kB of stories as JSON lines to {@code directory}. */
  private static Path writeStories(Path directory) throws IOException {
    new CorpusWriter(directory.toString(), CorpusFormat.JSONL, 120_000, 0)
        .write(new StoryGenerator(7).documents(200_000), new Configuration());
    return directory;
  }

  public static TrainJob training(
      SparkSession spark, Path input, Path run, OutputMode mode, String... assignments) {
    return training(spark, input, run.toString(), mode, assignments);
  }

  /**
   * @param run Hadoop path
   */
  public static TrainJob training(
      SparkSession spark, Path input, String run, OutputMode mode, String... assignments) {
    var reader = LocalSpark.settings(settings(assignments));
    TrainSettings settings =
        TrainSettings.read(
            reader,
            CorpusSettings.read(reader, input.toString(), List.of()),
            new OutputDirectory(run, mode, RunDirectory.OWN_NAMES, true));
    reader.done();
    return new TrainJob(spark, settings);
  }
}
