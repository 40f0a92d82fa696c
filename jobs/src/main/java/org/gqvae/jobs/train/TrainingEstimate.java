package org.gqvae.jobs.train;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.jobs.cli.Corpora;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.count.CorpusBeginning;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.jobs.spark.SubmitOptions;
import org.gqvae.model.layers.SgemmSpeed;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.TrainingFlops;
import org.gqvae.model.network.TrainingMemory;
import org.gqvae.model.network.WordBatch;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.training.WordShard;
import org.gqvae.model.training.WordShard.Draw;

/** What training will take of memory and time, in lines for a person. */
final class TrainingEstimate {
  /** Of the corpus, to draw a batch from. */
  private static final long SAMPLE_BYTES = 1_000_000;

  /** No further file of counted words is read with so many distinct ones. */
  private static final int ENOUGH_WORDS = 1_000_000;

  private static final Duration SGEMM_TIME = Duration.ofMillis(300);

  private final TrainSettings settings;
  private final Corpora corpora;
  private final Configuration hadoop;
  private final TrainingMemory memory;
  private final List<String> lines = new ArrayList<>();

  private TrainingEstimate(TrainSettings settings, Corpora corpora, Configuration hadoop) {
    this.settings = settings;
    this.corpora = corpora;
    this.hadoop = hadoop;
    this.memory = new TrainingMemory(settings.model(), settings.optimizer().method());
  }

  /**
   * The lines, label and text. Draws a batch from the beginning of the corpus and multiplies
   * matrices for a third of a second.
   */
  static List<String> lines(TrainSettings settings, Corpora corpora, Configuration hadoop) {
    TrainingEstimate estimate = new TrainingEstimate(settings, corpora, hadoop);
    estimate.network();
    WordShard.Words words = estimate.words();
    if (words.totalWords() > 0) {
      Draw draw = words.draw(settings.round().batchWords(), settings.round().seed());
      WordBatch batch = WordBatch.of(draw.words(), Arrays.stream(draw.counts()).boxed().toList());
      estimate.memory(batch);
      estimate.time(batch);
    }
    return estimate.lines;
  }

  private void network() {
    GqVaeSpec spec = settings.model();
    line(
        "network",
        "%,d parameters: width %,d, %d heads, %s of up to %d bytes, %d + %d + %d blocks, %s"
            .formatted(
                memory.parameters(),
                spec.width(),
                spec.heads(),
                spec.hasCodebook() ? "%,d codes".formatted(spec.codebookSize()) : "tokens",
                spec.tokenBytes(),
                spec.encoderLayers(),
                spec.hasLearnedGates() ? spec.gaterLayers() : 0,
                spec.decoderBlocks(),
                spec.hasLearnedGates()
                    ? "learned gates"
                    : "a gate every " + spec.gateEvery() + " bytes"));
    line(
        "vectors",
        "parameters %s, gradient %s, state of %s %s"
            .formatted(
                megabytes(memory.parameterBytes()),
                megabytes(memory.parameterBytes()),
                Spelling.of(settings.optimizer().method()),
                megabytes(memory.stateBytes())));
  }

  private void memory(WordBatch batch) {
    int workers = settings.round().workers();
    int cores = Runtime.getRuntime().availableProcessors();
    TrainingNeeds local = needs(Math.min(workers, cores), batch);
    TrainingNeeds cluster = needs(1, batch);
    line(
        "a round",
        "broadcasts %s, brings %s to the driver; a checkpoint has %s"
            .formatted(
                megabytes(local.broadcastBytes()),
                megabytes(local.resultBytes()),
                megabytes(local.checkpointBytes())));
    line(
        "a batch",
        "%,d running words, here %,d distinct ones of %,d bytes: activations %s"
            .formatted(
                settings.round().batchWords(),
                batch.count(),
                batch.positions(),
                megabytes(memory.activationBytes(batch.positions()))));
    memory(
        "here, %d of %d workers at a time:".formatted(Math.min(workers, cores), workers),
        MemoryProperties.local(local));
    memory("cluster, driver:", MemoryProperties.driver(cluster));
    memory("cluster, executor of one core:", MemoryProperties.executor(cluster));
  }

  private TrainingNeeds needs(int workersAtOnce, WordBatch batch) {
    RoundPlan round = settings.round();
    return new TrainingNeeds(
        memory, round.workers(), workersAtOnce, batch.positions(), round.usage());
  }

  /** What gives memory on the heap, and below it what gives memory outside. */
  private void memory(String where, Map<String, String> properties) {
    List<String> options = SubmitOptions.of(properties);
    int last = options.size() - 1;
    line("memory", where + " " + String.join(" ", options.subList(0, last)));
    line("", options.get(last));
  }

  private void time(WordBatch batch) {
    RoundPlan round = settings.round();
    double share = shareOfSgemm(settings.model().width());
    double speed = SgemmSpeed.measure(SGEMM_TIME, System::nanoTime);
    double flops = new TrainingFlops(settings.model(), batch).step();
    double step = flops / (share * speed);
    double steps = (double) settings.rounds() * round.batches();
    line(
        "time",
        String.format(
            Locale.ROOT,
            "a step is %,.1f GFLOP: %.3g s at %.0f %% of this machine's sgemm (%.0f GFLOP/s a task)",
            flops / 1e9,
            step,
            100 * share,
            speed / 1e9));
    line(
        "",
        "in all %s for %,.0f steps of each worker on a core of its own"
            .formatted(duration(steps * step), steps));
    line(
        "",
        "an estimate: the share is the benchmark's (model/README.md); counting, the time between"
            + " rounds and distilling come on top");
  }

  /** What a training step reached in the benchmark of model/README.md. */
  private static double shareOfSgemm(int width) {
    if (width < 128) {
      return 0.37;
    }
    return width < 256 ? 0.54 : 0.62;
  }

  /** Counted words, or those of the beginning of the corpus. */
  private WordShard.Words words() {
    CorpusSpec corpus = settings.counting().corpus().spec();
    PreTokenizer preTokenizer = settings.counting().preTokenizer();
    WordCounts counts = new WordCounts();
    Optional<Path> counted = CountedWords.at(corpus.input(), preTokenizer, hadoop);
    if (counted.isPresent()) {
      addSome(counted.get(), counts);
    } else {
      CorpusBeginning.read(corpus, corpora.plan(corpus).splits(), SAMPLE_BYTES, hadoop)
          .forEach(
              document -> counts.addText(preTokenizer, document.text(), 0, document.text().length));
    }
    return WordShard.of(counts.sorted(), 0, settings.round().seed()).training();
  }

  /** A hash of the words spreads them over the files, so that some files serve as a sample. */
  private void addSome(Path counted, WordCounts counts) {
    try {
      for (FileStatus file : WordCountsFile.files(counted, hadoop)) {
        if (counts.distinctWords() >= ENOUGH_WORDS) {
          return;
        }
        try (WordCountsFile.Reader words = WordCountsFile.open(file.getPath(), hadoop)) {
          while (words.next()) {
            counts.add(words.word(), words.count());
          }
        }
      }
    } catch (IOException e) {
      throw JobFailedException.cannot("read " + counted, e);
    }
  }

  private void line(String label, String text) {
    lines.add(Plan.format(label, text));
  }

  private static String megabytes(long bytes) {
    return bytes < 10_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6);
  }

  private static String duration(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    if (seconds < 7_200) {
      return String.format(Locale.ROOT, "%.0f minutes", seconds / 60);
    }
    return seconds < 172_800
        ? String.format(Locale.ROOT, "%.0f hours", seconds / 3_600)
        : String.format(Locale.ROOT, "%.0f days", seconds / 86_400);
  }
}
