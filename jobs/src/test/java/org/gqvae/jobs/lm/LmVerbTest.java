package org.gqvae.jobs.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.io.artifact.Checkpoint;
import org.gqvae.io.artifact.Checkpoints;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.gqvae.jobs.train.ExecutorAveraging;
import org.gqvae.jobs.train.LocalAveraging;
import org.gqvae.model.language.LanguageModel;
import org.gqvae.model.language.LanguageModelTraining;
import org.gqvae.model.language.TokenShard;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.training.Seeds;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LmVerbTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Configuration HADOOP = new Configuration();
  private static final List<String> SMALL =
      List.of(
          "lm.layers=1",
          "lm.width=8",
          "lm.heads=2",
          "lm.context-bytes=40",
          "lm.batches=2",
          "lm.batch-contexts=3",
          "lm.workers=3",
          "lm.train-bytes=6000",
          "lm.mean-decay=0.5");

  @TempDir static Path shared;
  @TempDir Path folder;

  /** Documents in two files, some of them empty and some in chunks, by one tokenizer. */
  @BeforeAll
  static void tokenize() throws IOException {
    TokenizeFixture fixture = new TokenizeFixture(shared);
    for (String name : List.of("tokens", "other")) {
      fixture.writeLines(name.equals("tokens") ? 120 : 40);
      call(
          "tokenize --tokenizer %s --input %s --output %s --set input.split-bytes=5kB --set tokenize.max-tokens-per-row=30"
              .formatted(at("tokenizer"), at("in"), at(name)));
    }
  }

  private static String at(String name) {
    return shared.resolve(name).toString();
  }

  private static CommandLineCall call(String line) {
    CommandLineCall call = CommandLineCall.of(line.split(" "));
    assertThat(call.exitCode()).as(call.err()).isZero();
    return call;
  }

  private LmSettings settings(String output, OutputMode mode) {
    return LmSettings.read(
        LocalSpark.settings(SMALL.toArray(String[]::new)),
        at("tokens"),
        at("other"),
        LocalSpark.output(folder.resolve(output), mode, LmJob.OWN_NAMES));
  }

  private void train(SparkSession spark, String output, OutputMode mode) {
    new LmJob(spark, settings(output, mode)).run();
  }

  private JsonNode run(String output) throws IOException {
    return JSON.readTree(folder.resolve(output).resolve("lm.json").toFile());
  }

  private Checkpoint lastCheckpoint(String output) throws IOException {
    org.apache.hadoop.fs.Path checkpoints =
        new org.apache.hadoop.fs.Path(folder.resolve(output).resolve("checkpoints").toUri());
    return new Checkpoints(checkpoints, HADOOP).latest(warning -> {}).orElseThrow();
  }

  /** The same by plain loops: documents read in order, workers one after the other. */
  @Test
  void givesWhatOneJvmGives() throws IOException {
    train(LocalSpark.session(), "run", OutputMode.REFUSE);
    JsonNode run = run("run");
    LmSettings settings = settings("run", OutputMode.REFUSE);
    LmSpec spec = LmInput.open(settings, HADOOP).spec();
    List<TokenShard> shards = shards("tokens", settings.workers(), settings.seed());
    List<TokenShard> heldOut = shards("other", settings.workers(), settings.seed());
    ComputationGraph graph =
        LanguageModelTraining.graph(spec.model(), spec.optimizer(), settings.seed());
    LocalAveraging<TokenShard> averaging = new LocalAveraging<>(graph, shards, spec.batches());
    float[] mean = null;
    List<Double> measured = new ArrayList<>();
    for (int round = 1; round <= spec.rounds(); round++) {
      averaging.train(round);
      float[] weights = NetworkGraph.values(graph);
      for (int i = 0; mean != null && i < weights.length; i++) {
        weights[i] = 0.5f * mean[i] + 0.5f * weights[i];
      }
      mean = weights;
      if (spec.measuredRounds().contains(round)) {
        double nats = 0;
        for (TokenShard shard : heldOut) {
          nats += shard.nats(LanguageModel.forMeasuring(spec.model(), mean));
        }
        measured.add(nats / Math.log(2) / run.at("/held_out/bytes").doubleValue());
      }
    }
    assertThat(lastCheckpoint("run").parameters()).isEqualTo(NetworkGraph.values(graph));
    assertThat(Files.exists(shared.resolve("tokens/part-00001-of-00002.parquet"))).isTrue();
    assertThat(run.get("points")).hasSameSizeAs(measured);
    for (int i = 0; i < measured.size(); i++) {
      assertThat(run.get("points").get(i).get("bits_per_byte").doubleValue())
          .isCloseTo(measured.get(i), within(1e-12));
    }
    assertThat(run.get("bits_per_byte").doubleValue()).isLessThan(measured.get(0));
    assertThat(folder.resolve("run/report.html")).content().contains("At the end");
    assertThat(Files.readAllLines(folder.resolve("run/metrics.jsonl"))).hasSize(spec.rounds());
  }

  @Test
  void executorsGiveWhatOneJvmGivesWithoutDl4jSparkToo() throws IOException {
    LmSettings settings = settings("run", OutputMode.REFUSE);
    LmSpec spec = LmInput.open(settings, HADOOP).spec();
    List<TokenShard> shards = shards("tokens", settings.workers(), settings.seed());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    ComputationGraph expected =
        LanguageModelTraining.graph(spec.model(), spec.optimizer(), settings.seed());
    ComputationGraph graph =
        LanguageModelTraining.graph(spec.model(), spec.optimizer(), settings.seed());
    LocalAveraging<TokenShard> inOneJvm = new LocalAveraging<>(expected, shards, spec.batches());
    ExecutorAveraging<TokenShard> onExecutors =
        new ExecutorAveraging<>(
            spark, graph, spark.parallelize(shards, shards.size()), spec.batches());
    for (int round = 1; round <= spec.rounds(); round++) {
      inOneJvm.train(round);
      onExecutors.train(round);
    }
    assertThat(NetworkGraph.values(graph)).isEqualTo(NetworkGraph.values(expected));
    assertThat(NetworkGraph.updaterState(graph)).isEqualTo(NetworkGraph.updaterState(expected));
  }

  /** The documents of each worker, read row by row. */
  private static List<TokenShard> shards(String name, int workers, long seed) throws IOException {
    List<List<Integer>> ids = new ArrayList<>();
    int endOfText = TokenizeFixture.VOCABULARY.specials().get(Vocabulary.END_OF_TEXT);
    for (int worker = 0; worker < workers; worker++) {
      ids.add(new ArrayList<>(List.of(endOfText)));
    }
    List<Path> files;
    try (Stream<Path> parts = Files.list(shared.resolve(name))) {
      files = parts.filter(part -> part.toString().endsWith(".parquet")).sorted().toList();
    }
    for (int file = 0; file < files.size(); file++) {
      try (TokenColumnsReader rows =
          TokenColumnsReader.open(new org.apache.hadoop.fs.Path(files.get(file).toUri()), HADOOP)) {
        long document = -1;
        List<Integer> worker = null;
        while (rows.next()) {
          if (rows.chunkIndex() == 0) {
            document++;
            if (worker != null) {
              worker.add(endOfText);
            }
            worker = ids.get((int) Long.remainderUnsigned(Seeds.at(seed, file, document), workers));
          }
          for (int i = 0; i < rows.tokenCount(); i++) {
            worker.add(rows.inputIds()[i]);
          }
        }
        if (worker != null) {
          worker.add(endOfText);
        }
      }
    }
    return ids.stream()
        .map(worker -> new TokenShard(worker.stream().mapToInt(Integer::intValue).toArray()))
        .toList();
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    train(LocalSpark.session(), "whole", OutputMode.REFUSE);
    train(LocalSpark.session(), "stopped", OutputMode.REFUSE);
    Path stopped = folder.resolve("stopped");
    int last = lastCheckpoint("stopped").round();
    Files.delete(stopped.resolve("lm.json"));
    // As a run that was killed amid the last round: its checkpoint is not whole.
    Files.delete(stopped.resolve("checkpoints/round-%04d/checksums.json".formatted(last)));
    train(LocalSpark.session(), "stopped", OutputMode.RESUME);
    assertThat(stopped.resolve("lm.json")).hasSameBinaryContentAs(folder.resolve("whole/lm.json"));
    assertThat(lastCheckpoint("stopped")).isEqualTo(lastCheckpoint("whole"));
  }

  @Test
  void coresChangeNothing() throws IOException {
    train(LocalSpark.session(), "two", OutputMode.REFUSE);
    train(LocalSpark.session("local[1]"), "one", OutputMode.REFUSE);
    assertThat(lastCheckpoint("one")).isEqualTo(lastCheckpoint("two"));
    assertThat(folder.resolve("one/lm.json")).hasSameBinaryContentAs(folder.resolve("two/lm.json"));
  }

  @Test
  void refusesWhatOneTokenizerDidNotMake() throws IOException {
    call(
        "baseline bpe --vocabulary-size 300 --input %s --output %s"
            .formatted(at("in"), folder + "/bpe"));
    call(
        "tokenize --tokenizer %s --input %s --output %s"
            .formatted(folder + "/bpe", at("in"), folder + "/b"));
    CommandLineCall call =
        CommandLineCall.of(
            "lm",
            "--tokens",
            at("tokens"),
            "--held-out",
            folder + "/b",
            "--output",
            folder + "/run");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("were made by different tokenizers", "Tokenize both by one");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void refusesWhatCannotBeTrainedOnBeforeItWrites() {
    assertRefused(at("tokens"), "", "holds the same files as");
    assertRefused(at("other"), "--set lm.workers=121", "there are 120 documents in");
    assertRefused(at("other"), "--set lm.train-bytes=100", "but a round of all workers takes");
  }

  private void assertRefused(String heldOut, String more, String message) {
    CommandLineCall call =
        CommandLineCall.of(
            "lm --tokens %s --held-out %s --output %s %s"
                .formatted(at("tokens"), heldOut, folder.resolve("run"), more)
                .strip()
                .split(" "));
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains(message);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void refusesContextsLongerThanAWorkersText() {
    CommandLineCall call =
        CommandLineCall.of(
            "lm --tokens %s --held-out %s --output %s --set lm.context-bytes=1000000 --set lm.batch-contexts=1 --set lm.train-bytes=100MB"
                .formatted(at("tokens"), at("other"), folder.resolve("long"))
                .split(" "));
    assertThat(call.exitCode()).isEqualTo(1);
    assertThat(call.err()).contains("Lower lm.workers or lm.context-bytes, or give more text");
  }
}
