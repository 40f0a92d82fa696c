package org.gqvae.jobs.distill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.TinyRun;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistillVerbTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"segments", "vote", "decoder"})
  void makesTheSameTokenizerEachTime(String strategy) throws IOException {
    for (String output : new String[] {"one", "two"}) {
      CommandLineCall call = distill(TinyRun.run(), output, "--strategy", strategy);
      assertThat(call.exitCode()).as(call.err()).isZero();
    }
    assertThat(FileTree.digests(folder.resolve("one"), name -> true))
        .isEqualTo(FileTree.digests(folder.resolve("two"), name -> true))
        .containsOnlyKeys(
            "manifest.json", "vocab.tsv", "word_table.parquet", "network.json", "network.bin");

    TokenizerArtifact tokenizer = read(folder.resolve("one"));
    TokenizerManifest manifest = tokenizer.manifest();
    assertThat(manifest.kind()).isEqualTo(TokenizerKind.GQVAE);
    assertThat(manifest.policy()).isEqualTo(Policy.VITERBI);
    assertThat(manifest.strategy()).isEqualTo(strategy);
    assertThat(manifest.learnedTokens()).isBetween(0, TinyRun.CODES);
    assertThat(manifest.vocabularySize()).isEqualTo(256 + manifest.learnedTokens() + 2);
    assertThat(tokenizer.network()).isPresent();
    assertThat(bytes(tokenizer.vocabulary())).isEqualTo(countedBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"word-list", "random-gates", "untrained"})
  void makesControlsThatNeedNoNetwork(String strategy) throws IOException {
    for (String output : new String[] {"one", "two"}) {
      CommandLineCall call =
          distill(TinyRun.run(), output, "--strategy", strategy, "--vocabulary-size", "300");
      assertThat(call.exitCode()).as(call.err()).isZero();
    }
    assertThat(FileTree.digests(folder.resolve("one"), name -> true))
        .isEqualTo(FileTree.digests(folder.resolve("two"), name -> true))
        .containsOnlyKeys("manifest.json", "vocab.tsv", "word_table.parquet");

    TokenizerArtifact tokenizer = read(folder.resolve("one"));
    assertThat(tokenizer.manifest().kind()).isEqualTo(TokenizerKind.CONTROL);
    assertThat(tokenizer.manifest().strategy()).isEqualTo(strategy);
    // Gates that no training has moved may give fewer segments than are asked for.
    assertThat(tokenizer.manifest().vocabularySize()).isBetween(280, 300);
    assertThat(bytes(tokenizer.vocabulary())).isEqualTo(countedBytes());
  }

  @Test
  void reportsWhatEachStrategyMakesOfTheRunsWords() {
    CommandLineCall call = distill(TinyRun.run(), "tok", "--report", "--vocabulary-size", "290");
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out().lines().map(line -> line.split(" +")[0]))
        .containsExactly(
            "strategy", "segments", "vote", "decoder", "word-list", "random-gates", "untrained");
    assertThat(call.out().lines().filter(line -> line.startsWith("segments")))
        .allSatisfy(
            line -> assertThat(line).containsPattern(" 32 +[1-9]\\.\\d{3} +[1-9]\\.\\d{3}$"));
    assertThat(call.out().lines().filter(line -> line.startsWith("word-list")))
        .allSatisfy(line -> assertThat(line).containsPattern(" 32 +[1-9]\\.\\d{3} +-$"));
  }

  @Test
  void learnsAsManyTokensAsAreAskedFor() throws IOException {
    for (int size : new int[] {259, 270, 290}) {
      CommandLineCall call =
          distill(TinyRun.run(), "tok" + size, "--vocabulary-size", String.valueOf(size));
      assertThat(call.exitCode()).as(call.err()).isZero();
      assertThat(read(folder.resolve("tok" + size)).manifest().vocabularySize()).isEqualTo(size);
    }
    CommandLineCall call = distill(TinyRun.run(), "none", "--vocabulary-size", "258");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("Invalid distill.vocabulary-size: 258 (--vocabulary-size 258)");
  }

  @Test
  void drawsTokensFromTheCommonestWordsAndCountsTheirUsesOnAll() throws IOException {
    CommandLineCall call =
        distill(
            TinyRun.run(), "tok", "--strategy", "word-list", "--set", "distill.pruning-words=5");
    assertThat(call.exitCode()).as(call.err()).isZero();
    List<String> commonest =
        CountedWords.entries(
                RunDirectory.words(new org.apache.hadoop.fs.Path(TinyRun.run().toString())),
                LocalSpark.session())
            .collect()
            .stream()
            .sorted(Comparator.comparingLong(WordCounts.Entry::count).reversed())
            .limit(5)
            .map(entry -> new String(entry.word().toBytes(), StandardCharsets.UTF_8))
            .toList();

    Vocabulary vocabulary = read(folder.resolve("tok")).vocabulary();
    assertThat(vocabulary.learnedTokens()).isPositive();
    assertThat(IntStream.range(256, 256 + vocabulary.learnedTokens()))
        .allSatisfy(
            id -> {
              String token = new String(vocabulary.literal(id), StandardCharsets.UTF_8);
              assertThat(commonest).anySatisfy(word -> assertThat(word).contains(token));
            });
    assertThat(bytes(vocabulary)).isEqualTo(countedBytes());
  }

  @Test
  void makesWhatTrainingEndedWith() throws IOException {
    CommandLineCall call = distill(TinyRun.run(), "again", "--json");
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.json().at("/result/fingerprint").textValue())
        .isEqualTo(read(folder.resolve("again")).manifest().fingerprint());
    assertThat(call.json().at("/result/bytes_per_token").doubleValue()).isGreaterThan(1);
    assertThat(FileTree.digests(folder.resolve("again"), name -> true))
        .isEqualTo(FileTree.digests(TinyRun.run().resolve("tokenizer"), name -> true));
    assertThat(read(folder.resolve("again")).manifest().learnedTokens()).isPositive();
  }

  @Test
  void takesTheNearestCodesOfARunThatSaysNothingOfQuantizers() throws IOException {
    Path run = folder.resolve("run");
    FileTree.copy(TinyRun.run(), run);
    Path configuration = run.resolve("config.resolved.conf");
    String settings = Files.readString(configuration);
    String fewer = settings.replaceFirst(" *quantizer=nearest\n", "");
    assertThat(fewer).isNotEqualTo(settings);
    Files.writeString(configuration, fewer);
    CommandLineCall call = distill(run, "tok");
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(FileTree.digests(folder.resolve("tok"), name -> true))
        .isEqualTo(FileTree.digests(TinyRun.run().resolve("tokenizer"), name -> true));
  }

  @Test
  void refusesARunThatIsNotThereAndAnOutputThatIsAtOnce() throws IOException {
    Files.createDirectories(folder.resolve("tok/vocab.tsv"));
    CommandLineCall call = distill(folder.resolve("run"), "tok");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("No run in ", "Give the directory that train wrote"),
            line -> assertThat(line).contains("Output exists: ", "/tok is not empty"));
  }

  @Test
  void refusesARunWithoutCodesAndOneWithoutAWholeCheckpoint() throws IOException {
    Path run = folder.resolve("run");
    FileTree.copy(TinyRun.run(), run);
    FileTree.delete(run.resolve("checkpoints/round-0004"));
    FileTree.delete(run.resolve("checkpoints/round-0003"));
    CommandLineCall before = distill(run, "tok");
    assertThat(before.exitCode()).isEqualTo(2);
    assertThat(before.err())
        .hasLineCount(1)
        .contains("is of round 2, in which there are no codes yet");

    Files.delete(run.resolve("checkpoints/round-0002/checksums.json"));
    CommandLineCall none = distill(run, "tok");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).hasLineCount(1).contains("No whole checkpoint in " + run);
    assertThat(folder.resolve("tok")).doesNotExist();
  }

  @Test
  void refusesARunThatWasTrainedWithoutCodes() {
    Path run = folder.resolve("run");
    CommandLineCall train =
        CommandLineCall.of(
            TinyRun.commandLine(
                "train",
                "--input",
                TinyRun.stories().toString(),
                "--output",
                run.toString(),
                "--set",
                "model.quantizer=none"));
    assertThat(train.exitCode()).as(train.err()).isZero();
    CommandLineCall call = distill(run, "tok");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .contains(
            "The run " + run + " has model.quantizer = none (" + run + "/config.resolved.conf): ",
            "without codes there is no tokenizer. Train another run with nearest or gumbel-softmax");
    assertThat(folder.resolve("tok")).doesNotExist();
  }

  @Test
  void goesByThePreTokenizerOfTheRun() throws IOException {
    Path run = folder.resolve("run");
    TinyRun.training(
            LocalSpark.session(),
            TinyRun.stories(),
            run,
            OutputMode.REFUSE,
            "tokenizer.pre-tokenizer=o200k")
        .run();
    CommandLineCall call = distill(run, "tok");
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(read(folder.resolve("tok")).manifest().preTokenizer()).isEqualTo(PreTokenizer.O200K);
    assertThat(FileTree.digests(folder.resolve("tok"), name -> true))
        .isEqualTo(FileTree.digests(run.resolve("tokenizer"), name -> true));

    CommandLineCall other = distill(run, "other", "--set", "tokenizer.pre-tokenizer=gpt2");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err())
        .hasLineCount(1)
        .contains(
            "Invalid tokenizer.pre-tokenizer: gpt2, the run " + run + " has o200k. Leave it out");

    Path summary = run.resolve("words/summary.json");
    Files.writeString(summary, Files.readString(summary).replace("o200k", "gpt2"));
    CommandLineCall mixed = distill(run, "mixed");
    assertThat(mixed.exitCode()).isEqualTo(2);
    assertThat(mixed.err()).hasLineCount(1).contains("counts were cut by gpt2, but");
  }

  @Test
  void refusesAStrategyThatItDoesNotKnow() {
    CommandLineCall call = distill(TinyRun.run(), "tok", "--strategy", "votes");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .startsWith("gqvae: Invalid distill.strategy: votes (--strategy votes), expected ")
        .contains("segments, vote, decoder");
  }

  private CommandLineCall distill(Path run, String output, String... more) {
    Stream<String> words =
        Stream.of(
            "distill", "--run", run.toString(), "--output", folder.resolve(output).toString());
    return CommandLineCall.of(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }

  /** Bytes of text that the uses of all tokens make up. */
  private static long bytes(Vocabulary vocabulary) {
    long bytes = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      bytes += vocabulary.isSpecial(id) ? 0 : vocabulary.count(id) * vocabulary.literal(id).length;
    }
    return bytes;
  }

  private static long countedBytes() throws IOException {
    return new ObjectMapper()
        .readTree(TinyRun.run().resolve("words/summary.json").toFile())
        .get("bytes")
        .longValue();
  }

  private static TokenizerArtifact read(Path directory) throws IOException {
    return TokenizerDirectory.read(
        new org.apache.hadoop.fs.Path(directory.toString()), new Configuration());
  }
}
