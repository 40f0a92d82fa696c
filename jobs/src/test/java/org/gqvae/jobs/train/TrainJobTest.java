package org.gqvae.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.RoundMetrics;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.Snapshots;
import org.gqvae.jobs.TinyRun;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.count.CountJob;
import org.gqvae.jobs.count.CountSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainJobTest {
  private final Path stories = TinyRun.stories();
  private final Path whole = TinyRun.run();

  @TempDir Path folder;

  @Test
  void holdsTheRunDirectoryAndNothingBeside() throws IOException {
    assertThat(FileTree.digests(whole, name -> true).keySet())
        .containsExactlyInAnyOrder(
            "_run.json",
            "_input.tsv.gz",
            "config.resolved.conf",
            "provenance.json",
            "metrics.jsonl",
            "report.html",
            "checkpoints/round-0002/parameters.bin",
            "checkpoints/round-0002/updater.bin",
            "checkpoints/round-0002/state.json",
            "checkpoints/round-0002/checksums.json",
            "checkpoints/round-0003/parameters.bin",
            "checkpoints/round-0003/updater.bin",
            "checkpoints/round-0003/state.json",
            "checkpoints/round-0003/checksums.json",
            "checkpoints/round-0004/parameters.bin",
            "checkpoints/round-0004/updater.bin",
            "checkpoints/round-0004/state.json",
            "checkpoints/round-0004/checksums.json",
            "words/summary.json",
            "words/words.parquet/part-00000.parquet",
            "words/words.parquet/part-00001.parquet",
            "words/words.parquet/part-00002.parquet",
            "tokenizer/manifest.json",
            "tokenizer/vocab.tsv",
            "tokenizer/word_table.parquet",
            "tokenizer/network.json",
            "tokenizer/network.bin");
    assertThat(LocalSpark.settings(TinyRun.settings()).render())
        .isEqualTo(Files.readString(whole.resolve("config.resolved.conf")));
    assertThat(new ObjectMapper().readTree(whole.resolve("provenance.json").toFile()).fieldNames())
        .toIterable()
        .contains("versions", "commit", "seeds", "spark_conf", "input_fingerprint");
  }

  @Test
  void writesALineOfMetricsARound() throws IOException {
    List<JsonNode> lines = metrics(whole);
    assertThat(lines).hasSize(TinyRun.ROUNDS);
    for (int round = 1; round <= TinyRun.ROUNDS; round++) {
      JsonNode line = lines.get(round - 1);
      assertThat(line.fieldNames())
          .toIterable()
          .containsExactly(
              "round",
              "words_seen",
              "loss",
              "held_out_loss",
              "reconstruction",
              "compression",
              "mask",
              "quantization",
              "bytes_per_token",
              "bytes_per_gate",
              "exact_words",
              "held_out_bytes_per_token",
              "held_out_bytes_per_gate",
              "held_out_exact_words",
              "gate_cost",
              "codes_used",
              "revived_codes",
              "learning_rate",
              "train_seconds",
              "average_seconds",
              "usage_seconds",
              "vocabulary_size",
              "vocabulary_new",
              "new_tokens",
              "worst_words");
      assertThat(line.get("round").intValue()).isEqualTo(round);
      assertThat(line.get("words_seen").longValue()).isEqualTo(round * 2L * 2 * 200);
      assertThat(line.get("loss").doubleValue()).isPositive();
      assertThat(line.get("held_out_loss").doubleValue()).isPositive();
      assertThat(line.get("learning_rate").doubleValue()).isPositive();
      boolean hasCodes = round > TinyRun.WARMUP_ROUNDS;
      assertThat(line.get("bytes_per_token").isNumber()).isEqualTo(hasCodes);
      assertThat(line.get("exact_words").isNumber()).isEqualTo(hasCodes);
      assertThat(line.get("held_out_bytes_per_gate").doubleValue()).isPositive();
      assertThat(line.get("held_out_exact_words").isNumber()).isEqualTo(hasCodes);
      assertThat(line.get("gate_cost").doubleValue()).isPositive();
      assertThat(line.get("codes_used").isNumber()).isEqualTo(hasCodes);
      assertThat(line.get("vocabulary_size").isNumber()).isEqualTo(hasCodes);
      assertThat(line.get("new_tokens").isEmpty()).isEqualTo(!hasCodes);
      assertThat(line.get("worst_words")).hasSize(10);
    }
    // With the first codes all that they name is new.
    JsonNode first = lines.get(TinyRun.WARMUP_ROUNDS);
    assertThat(first.get("vocabulary_size").intValue()).isBetween(1, TinyRun.CODES);
    assertThat(first.get("vocabulary_new")).isEqualTo(first.get("vocabulary_size"));
    assertThat(lines.get(TinyRun.ROUNDS - 1).get("codes_used").intValue())
        .isBetween(1, TinyRun.CODES);
  }

  /** There is nothing to resume: it starts. */
  @Test
  void writesTheSameFilesOnOneCore() throws IOException {
    Path run = folder.resolve("run");
    TinyRun.training(LocalSpark.session("local[1]"), stories, run, OutputMode.RESUME).run();
    assertThat(content(run)).isEqualTo(content(whole));
  }

  @Test
  void trainsOnCountedWordsAsOnTheirCorpus() throws IOException {
    Path counted = folder.resolve("counted");
    var reader = LocalSpark.settings(TinyRun.settings());
    new CountJob(
            LocalSpark.session(),
            CountSettings.read(
                reader,
                CorpusSettings.read(reader, stories.toString(), List.of()),
                LocalSpark.output(counted, OutputMode.REFUSE, CountJob.OWN_NAMES)))
        .run();
    Path run = folder.resolve("run");
    TinyRun.training(LocalSpark.session(), counted, run, OutputMode.REFUSE).run();
    SortedMap<String, String> expected = content(whole);
    SortedMap<String, String> actual = content(run);
    for (SortedMap<String, String> content : List.of(expected, actual)) {
      content.keySet().removeAll(Set.of("_run.json", "_input.tsv.gz")); // which name the input
    }
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void endsTheSameWhereverItWasInterrupted(int round) throws IOException {
    Path run = copyUntil(round);
    TrainJob resumed = TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME);
    resumed.run();
    assertThat(resumed.metrics()).extracting(RoundMetrics::round).hasSize(TinyRun.ROUNDS - round);
    assertSameEnd(run);
  }

  /** What is new in the third round is told by the codes of the second. */
  @Test
  void goesOnWithTheVocabularyThatItHad() throws IOException {
    String[] settings = {"train.rounds=3", "train.warmup-rounds=1", "train.batches=1"};
    Path run = folder.resolve("run");
    TinyRun.training(LocalSpark.session(), stories, run, OutputMode.REFUSE, settings).run();
    SortedMap<String, String> expected = content(run);
    JsonNode last = metrics(run).get(2);
    assertThat(last.get("vocabulary_new").intValue())
        .isLessThan(last.get("vocabulary_size").intValue());
    FileTree.delete(run.resolve("tokenizer"));
    FileTree.delete(run.resolve("checkpoints/round-0003"));
    TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME, settings).run();
    assertThat(content(run)).isEqualTo(expected);
  }

  @Test
  void goesBackToTheLastWholeCheckpoint() throws IOException {
    Path run = copyUntil(4);
    Path parameters = run.resolve("checkpoints/round-0004/parameters.bin");
    byte[] bytes = Files.readAllBytes(parameters);
    Files.write(parameters, Arrays.copyOf(bytes, bytes.length / 2));
    Files.delete(run.resolve("checkpoints/round-0003/checksums.json"));
    TrainJob resumed = TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME);
    resumed.run();
    assertThat(resumed.metrics()).extracting(RoundMetrics::round).containsExactly(3, 4);
    assertSameEnd(run);
  }

  /** The round's metrics are written, its checkpoint is not. */
  @Test
  void doesARoundAgainThatFailedBeforeItsCheckpoint() throws IOException {
    Path run = copyUntil(2);
    Path inTheWay = run.resolve("report.html");
    Files.delete(inTheWay);
    Files.createDirectories(inTheWay.resolve("directory"));
    TrainJob failed = TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME);
    assertThatThrownBy(failed::run)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("Cannot write the run " + run);
    assertThat(metrics(run)).hasSize(3);
    assertThat(run.resolve("checkpoints/round-0003")).doesNotExist();
    FileTree.delete(inTheWay);

    TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME).run();
    assertSameEnd(run);
  }

  @Test
  void stopsWhereAWorkerDivergesAndKeepsTheLastGoodCheckpoint() throws IOException {
    Path run = copyUntil(2);
    Path identity = run.resolve("_run.json");
    String steep = "train.optimizer.learning-rate=1e30";
    Files.writeString(
        identity,
        Files.readString(identity)
            .replace(
                "\"train.optimizer.learning-rate\": \"0.004\"",
                "\"train.optimizer.learning-rate\": \"1.0E30\""));
    SortedMap<String, String> checkpoint =
        FileTree.digests(run.resolve("checkpoints"), name -> true);

    TrainJob diverging =
        TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME, steep);
    assertThatThrownBy(diverging::run)
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith("Training has diverged in round 3: worker 0 brought ")
        .hasMessageContaining(" home in ")
        .hasMessageContaining("The last good checkpoint is " + run + "/checkpoints/round-0002. ")
        .hasMessageContaining("lower train.optimizer.learning-rate and another --output");
    assertThat(FileTree.digests(run.resolve("checkpoints"), name -> true)).isEqualTo(checkpoint);

    TrainJob gentler = TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME);
    assertThatThrownBy(gentler::run)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("train.optimizer.learning-rate: ")
        .hasMessageEndingWith(". Give what it was begun with, or --overwrite");
  }

  @Test
  void begunAnewIsNoRunWhoseCheckpointsAreGone() throws IOException {
    Path run = copyUntil(3);
    FileTree.delete(run.resolve("checkpoints"));
    SortedMap<String, String> before = FileTree.digests(run, name -> !name.contains("provenance"));

    TrainJob resumed = TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME);
    assertThatThrownBy(resumed::run)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("metrics.jsonl has 4 rounds, but there is no whole checkpoint in ")
        .hasMessageContaining("Put the checkpoints back, or begin again by --overwrite");
    assertThat(FileTree.digests(run, name -> !name.contains("provenance"))).isEqualTo(before);
  }

  @Test
  void distillsAgainWhereTheTokenizerIsNotWhole() throws IOException {
    Path run = folder.resolve("run");
    FileTree.copy(whole, run);
    Files.delete(run.resolve("tokenizer/manifest.json"));

    TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME).run();
    assertSameEnd(run);
  }

  /** As a driver leaves it that is killed: after each of the run's changes of visible files. */
  @Test
  void endsTheSameWhereverTheDriverDies() throws IOException {
    String[] twoRounds = {"train.rounds=2", "train.warmup-rounds=1", "train.batches=1"};
    Path undisturbed = folder.resolve("run");
    Path snapshots = folder.resolve("snapshots");
    Configuration hadoop = LocalSpark.session().sparkContext().hadoopConfiguration();
    String recorded = Snapshots.directory(undisturbed, snapshots, hadoop);
    TinyRun.training(LocalSpark.session(), stories, recorded, OutputMode.REFUSE, twoRounds).run();
    SortedMap<String, String> expected = content(undisturbed);
    List<Path> states = Snapshots.distinct(snapshots);
    assertThat(states).hasSizeGreaterThan(20);
    for (Path state : states) {
      TinyRun.training(LocalSpark.session(), stories, state, OutputMode.RESUME, twoRounds).run();
      assertThat(content(state)).as("resumed from %s", state).isEqualTo(expected);
    }
  }

  @Test
  void touchesNothingWhereAllIsDone() throws IOException {
    Path run = folder.resolve("run");
    FileTree.copy(whole, run);
    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, longAgo);
      }
    }
    TrainJob job = TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME);
    assertThat(job.run()).isEqualTo(Outcome.DONE);
    assertThat(job.figures().values())
        .containsEntry("rounds", IntNode.valueOf(TinyRun.ROUNDS))
        .containsEntry("tokenizer", run + "/tokenizer")
        .containsKeys("loss", "fingerprint", "bytes_per_token");
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files.toList())
          .allSatisfy(file -> assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo));
    }
    assertThat(FileTree.digests(run, name -> true))
        .isEqualTo(FileTree.digests(whole, name -> true));
  }

  @Test
  void refusesToResumeAnotherRunNamingWhatDiffers() throws IOException {
    Path run = copyUntil(3);
    SortedMap<String, String> before = FileTree.digests(run, name -> true);
    Path other = folder.resolve("stories");
    FileTree.copy(stories, other);
    Files.writeString(other.resolve("more.jsonl"), "{\"text\":\"One more.\"}\n");
    TrainJob job =
        TinyRun.training(
            LocalSpark.session(),
            other,
            run,
            OutputMode.RESUME,
            "train.seed=2",
            "train.rounds=6",
            "tokenize.verify=all");
    assertThatThrownBy(job::run)
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(3)
                    .allSatisfy(
                        problem ->
                            assertThat(problem)
                                .startsWith("Cannot resume " + run + ": ")
                                .endsWith(". Give what it was begun with, or --overwrite"))
                    .anySatisfy(problem -> assertThat(problem).contains("train.seed", " 1 ", " 2 "))
                    .anySatisfy(
                        problem -> assertThat(problem).contains("train.rounds", " 4 ", " 6 "))
                    .anySatisfy(
                        problem ->
                            assertThat(problem)
                                .contains(
                                    "input fingerprint: ", " now (1 file added: more.jsonl")));
    assertThat(FileTree.digests(run, name -> true)).isEqualTo(before);
  }

  @Test
  void refusesGatesFurtherApartThanWordsAreLong() {
    Path run = folder.resolve("run");
    TrainJob job =
        TinyRun.training(
            LocalSpark.session(), stories, run, OutputMode.REFUSE, "train.loss.bytes-per-gate=8");
    assertThatThrownBy(job::run)
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Invalid train.loss.bytes-per-gate: 8.0, ")
        .hasMessageEndingWith("--input " + run.resolve("words/words.parquet"));
    assertThat(run.resolve("words/words.parquet")).isDirectory();
  }

  @Test
  void refusesAnOutputThatIsThereUnlessToldToOverwriteIt() throws IOException {
    Path run = copyUntil(4);
    assertThatThrownBy(
            () -> TinyRun.training(LocalSpark.session(), stories, run, OutputMode.REFUSE).run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--resume")
        .hasMessageContaining("--overwrite");
    trainTwoRounds(stories, run, OutputMode.OVERWRITE);
    assertThat(metrics(run)).hasSize(2);
    assertThat(run.resolve("checkpoints/round-0003")).doesNotExist();
  }

  @Test
  void tellsOfRejectedRecordsAlsoWhenResumed() throws IOException {
    Path input = folder.resolve("stories");
    FileTree.copy(stories, input);
    Files.writeString(input.resolve("torn.jsonl"), "{\"text\":\n");
    Path run = folder.resolve("run");
    Outcome outcome = trainTwoRounds(input, run, OutputMode.REFUSE);
    assertThat(outcome.problem()).get().asString().startsWith("1 record was rejected");
    FileTree.delete(run.resolve("tokenizer"));
    Outcome resumed = trainTwoRounds(input, run, OutputMode.RESUME);
    assertThat(resumed.problem()).get().asString().startsWith("1 record was rejected");
    Outcome finished = trainTwoRounds(input, run, OutputMode.RESUME);
    assertThat(finished.problem()).isEqualTo(resumed.problem());
  }

  @Test
  void goesOnThoughATokenizerWasDistilledMeanwhile() throws IOException {
    Path run = copyUntil(3);
    FileTree.copy(whole.resolve("tokenizer"), run.resolve("tokenizer"));
    TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME).run();
    assertSameEnd(run);
  }

  @Test
  void trainsWithFixedGatesAtNoCost() throws IOException {
    Path run = folder.resolve("run");
    TinyRun.training(
            LocalSpark.session(),
            stories,
            run,
            OutputMode.REFUSE,
            "train.rounds=2",
            "train.warmup-rounds=1",
            "model.gate-every=3")
        .run();
    for (JsonNode line : metrics(run)) {
      assertThat(line.get("gate_cost").doubleValue()).isZero();
      assertThat(line.get("bytes_per_gate").doubleValue()).isBetween(2.0, 3.0);
    }
    assertThat(run.resolve("tokenizer/network.json")).content().contains("\"gate_every\":3");
  }

  @Test
  void endsWithACheckpointAndNoTokenizerWithoutCodes() throws IOException {
    Path run = folder.resolve("run");
    String[] codeless = {"train.rounds=2", "train.warmup-rounds=1", "model.quantizer=none"};
    TrainJob job =
        TinyRun.training(LocalSpark.session(), stories, run, OutputMode.REFUSE, codeless);
    assertThat(job.run()).isEqualTo(Outcome.DONE);
    assertThat(job.figures().values()).containsKey("loss").doesNotContainKey("tokenizer");
    assertThat(run.resolve("checkpoints/round-0002/checksums.json")).exists();
    assertThat(run.resolve("tokenizer")).doesNotExist();
    for (JsonNode line : metrics(run)) {
      assertThat(line.get("loss").doubleValue()).isPositive();
      assertThat(line.get("quantization").doubleValue()).isZero();
      assertThat(line.get("bytes_per_gate").doubleValue()).isPositive();
      assertThat(line.get("bytes_per_token").isNull()).isTrue();
      assertThat(line.get("codes_used").isNull()).isTrue();
      assertThat(line.get("worst_words")).hasSize(10);
    }
    SortedMap<String, String> ended = FileTree.digests(run, name -> true);
    TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME, codeless).run();
    assertThat(FileTree.digests(run, name -> true)).isEqualTo(ended);

    SortedMap<String, String> checkpoints =
        FileTree.digests(run.resolve("checkpoints"), name -> true);
    FileTree.delete(run.resolve("checkpoints/round-0002"));
    TinyRun.training(LocalSpark.session(), stories, run, OutputMode.RESUME, codeless).run();
    assertThat(FileTree.digests(run.resolve("checkpoints"), name -> true)).isEqualTo(checkpoints);
  }

  /** Also on one core: the noise is that of the run, the worker and the step. */
  @Test
  void drawsTheSameCodesWhereverItWasInterrupted() throws IOException {
    String[] drawing = {
      "train.rounds=3",
      "train.warmup-rounds=1",
      "model.quantizer=gumbel-softmax",
      "model.codebook=gradient",
      "train.loss.prior=0.02"
    };
    Path run = folder.resolve("run");
    TinyRun.training(LocalSpark.session(), stories, run, OutputMode.REFUSE, drawing).run();
    SortedMap<String, String> expected = content(run);
    assertThat(run.resolve("tokenizer/network.json"))
        .content()
        .contains("\"quantizer\":\"gumbel-softmax\"");
    assertThat(metrics(run).get(2).get("quantization").doubleValue()).isPositive();
    FileTree.delete(run.resolve("tokenizer"));
    FileTree.delete(run.resolve("checkpoints/round-0003"));
    TinyRun.training(LocalSpark.session("local[1]"), stories, run, OutputMode.RESUME, drawing)
        .run();
    assertThat(content(run)).isEqualTo(expected);
  }

  private static Outcome trainTwoRounds(Path input, Path run, OutputMode mode) {
    return TinyRun.training(
            LocalSpark.session(), input, run, mode, "train.rounds=2", "train.warmup-rounds=1")
        .run();
  }

  /** The whole run as it was when that round was done, of those whose checkpoint is kept. */
  private Path copyUntil(int round) throws IOException {
    Path run = folder.resolve("run");
    FileTree.copy(whole, run);
    FileTree.delete(run.resolve("tokenizer"));
    for (int later = round + 1; later <= TinyRun.ROUNDS; later++) {
      FileTree.delete(run.resolve("checkpoints/round-%04d".formatted(later)));
    }
    return run;
  }

  private void assertSameEnd(Path run) throws IOException {
    String last = "checkpoints/round-0004";
    SortedMap<String, String> expected = content(whole);
    SortedMap<String, String> actual = content(run);
    assertThat(fingerprint(run)).isEqualTo(fingerprint(whole));
    assertThat(FileTree.digests(run.resolve(last), name -> true))
        .isEqualTo(FileTree.digests(whole.resolve(last), name -> true));
    assertThat(actual.keySet().removeIf(name -> name.startsWith("checkpoints/"))).isTrue();
    expected.keySet().removeIf(name -> name.startsWith("checkpoints/"));
    assertThat(actual).isEqualTo(expected);
  }

  /** Digests of all files, without what tells of times and of where the run was. */
  private static SortedMap<String, String> content(Path run) throws IOException {
    SortedMap<String, String> content =
        new TreeMap<>(FileTree.digests(run, name -> !name.equals("provenance.json")));
    for (String timed : List.of("metrics.jsonl", "report.html")) {
      content.put(
          timed,
          Files.readString(run.resolve(timed))
              .replaceAll("_seconds\":[-0-9.E]+", "_seconds\":0")
              .replaceAll("(<h3>Time</h3>.*?class=\"value\">)[0-9:]+", "$1"));
    }
    return content;
  }

  private static List<JsonNode> metrics(Path run) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static String fingerprint(Path run) throws IOException {
    return TokenizerDirectory.read(
            new org.apache.hadoop.fs.Path(run.resolve("tokenizer").toString()), new Configuration())
        .manifest()
        .fingerprint();
  }
}
