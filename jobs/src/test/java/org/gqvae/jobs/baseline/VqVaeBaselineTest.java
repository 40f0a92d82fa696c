package org.gqvae.jobs.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.corpus.CorpusFormat;
import org.gqvae.io.corpus.CorpusWriter;
import org.gqvae.io.story.StoryGenerator;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.TinyRun;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code baseline vqvae}. */
class VqVaeBaselineTest {
  private static final int TOKEN_BYTES = 3;
  private static final int CODES = 48;

  /** The counted words, and a tokenizer made of them; to be read alone. */
  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeAll
  static void makeATokenizer() throws IOException {
    new CorpusWriter(shared.resolve("in").toString(), CorpusFormat.TEXT, 60_000, 0)
        .write(new StoryGenerator(3).documents(100_000), new Configuration());
    done(CommandLineCall.of("count", "--input", shared + "/in", "--output", shared + "/counted"));
    done(vqvae(shared.resolve("tok")));
  }

  @Test
  void encodesByItsNetworkInTokensOfAFixedLength() throws IOException {
    TokenizerArtifact tokenizer = read(shared.resolve("tok"));
    TokenizerManifest manifest = tokenizer.manifest();
    assertThat(manifest.kind()).isEqualTo(TokenizerKind.VQVAE);
    assertThat(manifest.policy()).isEqualTo(Policy.NEURAL);
    assertThat(manifest.strategy()).isEqualTo("vote");
    assertThat(manifest.learnedTokens()).isBetween(1, CODES);
    Vocabulary vocabulary = tokenizer.vocabulary();
    assertThat(IntStream.range(0, vocabulary.size()).filter(id -> !vocabulary.isSpecial(id)))
        .allSatisfy(id -> assertThat(vocabulary.literalBytes(id)).isBetween(1, TOKEN_BYTES));
    assertThat(tokenizer.wordTable())
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              int cuts = (entry.word().length() + TOKEN_BYTES - 1) / TOKEN_BYTES;
              assertThat(entry.ids()).hasSizeBetween(cuts, entry.word().length());
            });
  }

  @Test
  void countsTheUsesOfTokensAsTheNetworkEncodes() throws IOException {
    TokenizerArtifact tokenizer = read(shared.resolve("tok"));
    tokenize(shared.resolve("tok"), "tokens");
    long uses =
        IntStream.range(0, tokenizer.vocabulary().size())
            .mapToLong(tokenizer.vocabulary()::count)
            .sum();
    assertThat(Files.readString(folder.resolve("tokens/_manifest.json")))
        .containsPattern("\"tokens\" ?: ?" + uses + "\\b")
        .containsPattern("\"mismatches\" ?: ?0\\b");
  }

  @Test
  void isComparedByWhatItsNetworkDoes() throws IOException {
    CommandLineCall call =
        CommandLineCall.of(
            "compare",
            "--tokenizers",
            shared + "/tok",
            "--input",
            shared + "/in",
            "--output",
            folder + "/comparison",
            "--set",
            "compare.resamples=100",
            "--set",
            "compare.speed-bytes=20kB",
            "--set",
            "compare.speed-repetitions=2",
            "--json");
    done(call);
    JsonNode tokenizers =
        new ObjectMapper()
            .readTree(folder.resolve("comparison/compare.json").toFile())
            .get("tokenizers");
    assertThat(call.json().at("/result/tokenizers/0/bytes_per_token"))
        .isEqualTo(tokenizers.at("/0/bytes_per_token"));
    assertThat(tokenizers.findValuesAsText("policy")).containsExactly("neural");
    assertThat(tokenizers.at("/0/gates/bytes_per_gate").doubleValue()).isBetween(1.0, 3.0);
  }

  @Test
  void makesTheSameOfTheSameSeed() throws IOException {
    done(vqvae(folder.resolve("tok"), "--run", folder + "/elsewhere"));
    assertThat(files(folder.resolve("tok")))
        .isEqualTo(files(shared.resolve("tok")))
        .isEqualTo(files(folder.resolve("elsewhere/tokenizer")))
        .containsOnlyKeys(
            "manifest.json", "vocab.tsv", "word_table.parquet", "network.json", "network.bin");
    assertThat(folder.resolve("tok-run")).doesNotExist();
  }

  @Test
  void goesOnWhereItWasInterrupted() throws IOException {
    FileTree.copy(shared.resolve("tok-run"), folder.resolve("tok-run"));
    FileTree.delete(folder.resolve("tok-run/tokenizer"));
    FileTree.delete(folder.resolve("tok-run/checkpoints/round-0004"));
    CommandLineCall refused = vqvae(folder.resolve("tok"));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("Output exists: " + folder + "/tok-run is not empty");

    done(vqvae(folder.resolve("tok"), "--resume"));
    assertThat(files(folder.resolve("tok"))).isEqualTo(files(shared.resolve("tok")));

    done(vqvae(folder.resolve("tok"), "--resume")); // and there is nothing left to do
    CommandLineCall other = vqvae(folder.resolve("tok"), "--resume", "--set", "train.seed=2");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("train.seed: 1 then, 2 now");
  }

  @Test
  void resumesNoOthersTokenizer() throws IOException {
    FileTree.copy(shared.resolve("tok"), folder.resolve("tok"));
    CommandLineCall call = vqvae(folder.resolve("tok"), "--resume");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .contains(folder + "/tok is there, but it is not the tokenizer of the run ");
    assertThat(files(folder.resolve("tok"))).isEqualTo(files(shared.resolve("tok")));
  }

  @Test
  void canBeDistilledIntoAVocabularyThatNeedsNoNetwork() throws IOException {
    done(distill("same"));
    assertThat(files(folder.resolve("same"))).isEqualTo(files(shared.resolve("tok")));

    done(distill("segments", "--strategy", "segments"));
    TokenizerManifest manifest = read(folder.resolve("segments")).manifest();
    assertThat(manifest.kind()).isEqualTo(TokenizerKind.VQVAE);
    assertThat(manifest.policy()).isEqualTo(Policy.VITERBI);
    assertThat(manifest.learnedTokens()).isEqualTo(CODES);
    tokenize(folder.resolve("segments"), "tokens");
  }

  @Test
  void tellsItsPlanAndWhatFollowsFromWrongSettings() {
    CommandLineCall plan = vqvae(folder.resolve("tok"), "--dry-run");
    done(plan);
    assertThat(plan.out())
        .contains("writes    " + folder + "/tok-run/checkpoints/round-NNNN")
        .contains("writes    " + folder + "/tok/network.bin")
        .contains("learns    48 tokens by vqvae, 306 ids in all")
        .contains("a gate every 3 bytes");
    CommandLineCall wrong = vqvae(folder.resolve("tok"), "--dry-run", "--vocabulary-size", "259");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .hasLineCount(1)
        .contains("Invalid model.codebook-size: 1 (from baseline.vocabulary-size), expected ");

    CommandLineCall codeless =
        vqvae(folder.resolve("tok"), "--set", "model.quantizer=none", "--set", "train.rounds=0");
    assertThat(codeless.exitCode()).isEqualTo(2);
    assertThat(codeless.err())
        .hasLineCount(2)
        .contains("Invalid train.rounds: 0 ")
        .contains(
            "Invalid model.quantizer: none (--set model.quantizer=none), expected nearest or"
                + " gumbel-softmax: without codes there is no tokenizer");

    CommandLineCall within = vqvae(folder.resolve("tok"), "--run", folder + "/tok/run");
    assertThat(within.exitCode()).isEqualTo(2);
    assertThat(within.err()).hasLineCount(1).contains("is in the other");
    assertThat(folder).isEmptyDirectory();
  }

  private CommandLineCall distill(String output, String... more) {
    return CommandLineCall.of(
        words(
            more,
            "distill",
            "--run",
            shared.resolve("tok-run").toString(),
            "--output",
            folder.resolve(output).toString()));
  }

  private void tokenize(Path tokenizer, String output) {
    done(
        CommandLineCall.of(
            "tokenize",
            "--tokenizer",
            tokenizer.toString(),
            "--input",
            shared + "/in",
            "--output",
            folder.resolve(output).toString(),
            "--verify",
            "all"));
  }

  private static CommandLineCall vqvae(Path output, String... more) {
    return CommandLineCall.of(
        words(
            more,
            TinyRun.commandLine(
                "baseline",
                "vqvae",
                "--input",
                shared.resolve("counted").toString(),
                "--output",
                output.toString(),
                "--set",
                "baseline.vqvae.token-bytes=" + TOKEN_BYTES,
                "--set",
                "baseline.vocabulary-size=" + (256 + CODES + 2))));
  }

  private static String[] words(String[] last, String... first) {
    return Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
  }

  private static void done(CommandLineCall call) {
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  private static SortedMap<String, String> files(Path directory) throws IOException {
    return FileTree.digests(directory, name -> true);
  }

  private static TokenizerArtifact read(Path directory) throws IOException {
    return TokenizerDirectory.read(
        new org.apache.hadoop.fs.Path(directory.toString()), new Configuration());
  }
}
