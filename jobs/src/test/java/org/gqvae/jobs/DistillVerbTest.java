package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistillVerbTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"vote", "decoder"})
  void makesTheSameTokenizerEachTime(String strategy) throws IOException {
    for (String output : new String[] {"one", "two"}) {
      CommandLineCall call = distill(TinyRun.run(), output, "--strategy", strategy);
      assertThat(call.exitCode()).as(call.err()).isZero();
    }
    assertThat(FileTree.digests(folder.resolve("one"), name -> true))
        .isEqualTo(FileTree.digests(folder.resolve("two"), name -> true))
        .containsOnlyKeys(
            "manifest.json", "vocab.tsv", "words.parquet", "network.json", "network.bin");

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

  @Test
  void makesWhatTrainingEndedWith() throws IOException {
    CommandLineCall call = distill(TinyRun.run(), "again");
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(FileTree.digests(folder.resolve("again"), name -> true))
        .isEqualTo(FileTree.digests(TinyRun.run().resolve("tokenizer"), name -> true));
    assertThat(read(folder.resolve("again")).manifest().learnedTokens()).isPositive();
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
  void refusesAStrategyThatItDoesNotKnow() {
    CommandLineCall call = distill(TinyRun.run(), "tok", "--strategy", "votes");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .startsWith("gqvae: Invalid distill.strategy: votes (--strategy votes), expected ")
        .contains("vote, decoder");
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
