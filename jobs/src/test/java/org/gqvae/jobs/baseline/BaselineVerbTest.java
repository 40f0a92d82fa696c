package org.gqvae.jobs.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.corpus.CorpusFormat;
import org.gqvae.io.corpus.CorpusWriter;
import org.gqvae.io.story.StoryGenerator;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.FileTree;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineVerbTest {
  private static final int TEXT_BYTES = 100_000;

  @TempDir Path folder;

  @BeforeEach
  void writeStories() throws IOException {
    new CorpusWriter(folder.resolve("in").toString(), CorpusFormat.TEXT, 60_000, 0)
        .write(new StoryGenerator(3).documents(TEXT_BYTES), new Configuration());
  }

  @ParameterizedTest
  @CsvSource({
    "bpe, merges, gpt2",
    "unigram, viterbi, cl100k",
    "pruned, viterbi, gpt2",
    "bpe, merges, o200k"
  })
  void makesATokenizerThatEveryVerbTakes(String kind, String policy, String preTokenizer)
      throws IOException {
    String cut = "tokenizer.pre-tokenizer=" + preTokenizer;
    JsonNode made =
        result(baseline(kind, "in", "tok", "--vocabulary-size", "700", "--set", cut, "--json"));
    TokenizerArtifact tokenizer = read("tok");
    assertThat(made.get("kind").textValue()).isEqualTo(kind);
    assertThat(made.get("vocabulary_size").intValue()).isEqualTo(700);
    assertThat(made.get("fingerprint").textValue()).isEqualTo(tokenizer.manifest().fingerprint());
    assertThat(Spelling.of(tokenizer.manifest().kind())).isEqualTo(kind);
    assertThat(Spelling.of(tokenizer.manifest().policy())).isEqualTo(policy);
    assertThat(Spelling.of(tokenizer.manifest().preTokenizer())).isEqualTo(preTokenizer);
    assertThat(tokenizer.manifest().vocabularySize()).isEqualTo(700);
    assertThat(tokenizer.scores().isPresent()).isEqualTo(!kind.equals("pruned"));
    assertThat(names("")).containsExactly("in", "tok");

    byte[] noise = noise();
    Files.createDirectories(folder.resolve("texts"));
    Files.write(folder.resolve("texts/noise.txt"), noise);
    JsonNode tokens =
        result(
            CommandLineCall.of(
                "tokenize",
                "--tokenizer",
                folder + "/tok",
                "--input",
                folder + "/texts",
                "--document",
                "file",
                "--output",
                folder + "/tokens",
                "--verify",
                "all",
                "--json"));
    assertThat(tokens.get("bytes_in").intValue()).isEqualTo(noise.length);
    assertThat(tokens.get("bytes_per_token").doubleValue())
        .isEqualTo((double) noise.length / tokens.get("tokens").longValue());
    assertThat(tokens.get("verified_documents").intValue()).isEqualTo(1);
    WordCounts words = new WordCounts();
    words.addText(tokenizer.manifest().preTokenizer(), noise, 0, noise.length);
    assertThat(json("tokens/_manifest.json").get("words").longValue())
        .isEqualTo(words.totalWords());
    assertThat(tokens.get("rejects").isNull()).isTrue();
    JsonNode texts =
        result(
            CommandLineCall.of(
                "detokenize",
                "--tokens",
                folder + "/tokens",
                "--format",
                "files",
                "--output",
                folder + "/back",
                "--json"));
    assertThat(texts.get("documents").intValue()).isEqualTo(1);
    assertThat(folder.resolve("back/00000.bin")).hasBinaryContent(noise);
    JsonNode report =
        result(
            CommandLineCall.of(
                "report", "--tokens", folder + "/tokens", "--output", folder + "/page", "--json"));
    assertThat(Path.of(report.get("page").textValue())).isNotEmptyFile();
    assertThat(report.at("/data_sets/0/tokens")).isEqualTo(tokens.get("tokens"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpe", "unigram"})
  void makesTheSameOfACorpusAndOfItsCountedWords(String kind) throws IOException {
    done(baseline(kind, "in", "one", "--set", "count.files=3"));
    done(CommandLineCall.of("count", "--input", folder + "/in", "--output", folder + "/counted"));
    done(baseline(kind, "counted", "two"));
    assertThat(FileTree.digests(folder.resolve("two"), name -> true))
        .isEqualTo(FileTree.digests(folder.resolve("one"), name -> true))
        .containsOnlyKeys("manifest.json", "vocab.tsv", "scores.tsv", "word_table.parquet");
  }

  @Test
  void refusesCountedWordsOfAnotherPreTokenizer() {
    done(CommandLineCall.of("count", "--input", folder + "/in", "--output", folder + "/counted"));
    CommandLineCall call =
        baseline("bpe", "counted", "tok", "--set", "tokenizer.pre-tokenizer=o200k");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .contains(
            folder
                + "/counted/summary.json counts were cut by gpt2, but tokenizer.pre-tokenizer"
                + " is o200k. Set it to gpt2");
    assertThat(folder.resolve("tok")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpe", "unigram", "pruned"})
  void countsTheUsesOfTokensOnAllWords(String kind) throws IOException {
    done(baseline(kind, "in", "tok", "--set", "baseline.min-count=5"));
    Vocabulary vocabulary = read("tok").vocabulary();
    long bytes =
        IntStream.range(0, vocabulary.size())
            .filter(id -> !vocabulary.isSpecial(id))
            .mapToLong(id -> vocabulary.count(id) * vocabulary.literalBytes(id))
            .sum();
    assertThat(bytes).isEqualTo(bytesOfDocuments());
  }

  @Test
  void putsSpecialsOfOnesOwnBehindTheOthers() throws IOException {
    Files.writeString(folder.resolve("small.txt"), "abab abab\n");
    done(
        baseline(
            "bpe",
            "small.txt",
            "tok",
            "--special",
            "<|user|>",
            "--special",
            "a, b",
            "--set",
            "tokenizer.reserved-specials=1"));
    assertThat(read("tok").manifest().vocabularySize()).isEqualTo(264);
    assertThat(read("tok").manifest().specials().toString())
        .isEqualTo("{<|endoftext|>=259, <|pad|>=260, <|user|>=261, a, b=262, <|reserved_0|>=263}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<|pad|>", "<|reserved_0|>"})
  void refusesSpecialsThatAreBlankOrThere(String special) {
    CommandLineCall call =
        baseline(
            "bpe", "in", "tok", "--special", special, "--set", "tokenizer.reserved-specials=1");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .contains(
            "Invalid tokenizer.specials: [\"" + special + "\"] (--special " + special + ")",
            "expected texts that are not blank, each once");
  }

  @Test
  void learnsAsMuchAsThereIs() throws IOException {
    Files.writeString(folder.resolve("small.txt"), "abab abab\n");
    JsonNode result = result(baseline("bpe", "small.txt", "tok", "--json"));
    assertThat(read("tok").manifest().learnedTokens()).isEqualTo(3); // ab, abab, " abab"
    assertThat(result.get("learned_tokens").intValue()).isEqualTo(3);
    assertThat(result.get("asked_tokens").intValue()).isGreaterThan(3);
  }

  @Test
  void refusesMoreWordsThanAllowedAndLeavesNothing() throws IOException {
    CommandLineCall call = baseline("bpe", "in", "tok", "--set", "baseline.max-words=50");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .contains(
            "There are more than baseline.max-words = 50 distinct words in " + folder + "/in",
            "--driver-memory",
            "baseline.min-count");
    assertThat(names("")).containsExactly("in");
  }

  @Test
  void keepsTheTokenizerThatIsThereUntilThereIsAnother() throws IOException {
    done(baseline("bpe", "in", "tok", "--vocabulary-size", "300"));
    CommandLineCall refused = baseline("bpe", "in", "tok");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("Output exists: " + folder + "/tok is not empty");

    CommandLineCall failed =
        baseline("bpe", "in", "tok", "--overwrite", "--set", "baseline.min-count=1000000");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err()).contains("that occurs 1000000 times. Lower baseline.min-count");
    assertThat(read("tok").manifest().vocabularySize()).isEqualTo(300);

    done(baseline("unigram", "in", "tok", "--overwrite", "--vocabulary-size", "310"));
    assertThat(read("tok").manifest().vocabularySize()).isEqualTo(310);
  }

  @Test
  void endsWithThreeWhereRecordsWereRejected() throws IOException {
    Files.writeString(
        folder.resolve("in.jsonl"), "{\"text\":\"one two one two\"}\n{\"text\":null}\n");
    CommandLineCall call = baseline("bpe", "in.jsonl", "tok");
    assertThat(call.exitCode()).isEqualTo(3);
    assertThat(call.err()).contains("1 record was rejected", "in.jsonl#");
    assertThat(read("tok").manifest().learnedTokens()).isPositive();
  }

  @Test
  void tellsItsPlanAndDoesNothing() throws IOException {
    CommandLineCall call =
        baseline("unigram", "in", "tok", "--vocabulary-size", "2000", "--dry-run");
    done(call);
    assertThat(call.out())
        .contains("reads     " + folder + "/in: ", "writes    " + folder + "/tok/scores.tsv")
        .contains("learns    1,742 tokens by unigram, 2,000 ids in all");
    assertThat(names("")).containsExactly("in");
  }

  @Test
  void tellsAllWrongSettingsAtOnce() {
    CommandLineCall call = baseline("wordpiece", "in", "tok", "--vocabulary-size", "258");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err().lines())
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .startsWith(
                        "gqvae: Invalid baseline.kind: wordpiece (KIND wordpiece), expected ")
                    .contains("bpe, unigram"),
            line ->
                assertThat(line)
                    .startsWith(
                        "gqvae: Invalid baseline.vocabulary-size: 258 (--vocabulary-size 258),"
                            + " expected a whole number from 259 to "));
  }

  @Test
  void resumesNothingThatHasNoRun() {
    CommandLineCall call = baseline("bpe", "in", "tok", "--resume");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .contains("Invalid baseline.kind: bpe (KIND bpe), expected vqvae with --run and --resume");
  }

  /** Bytes of all lines without what ends them. */
  private long bytesOfDocuments() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder.resolve("in"))) {
      for (Path file : files.toList()) {
        for (byte value : Files.readAllBytes(file)) {
          bytes += value == '\n' ? 0 : 1;
        }
      }
    }
    return bytes;
  }

  private CommandLineCall baseline(String kind, String input, String output, String... more) {
    Stream<String> words =
        Stream.of(
            "baseline",
            kind,
            "--input",
            folder.resolve(input).toString(),
            "--output",
            folder.resolve(output).toString());
    return CommandLineCall.of(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }

  private static void done(CommandLineCall call) {
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }

  /** What a call with {@code --json} tells of its work. */
  private static JsonNode result(CommandLineCall call) {
    done(call);
    return call.json().get("result");
  }

  /** A story, and then any bytes. */
  private static byte[] noise() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("The cat sat on the mat. ".repeat(20).getBytes(StandardCharsets.UTF_8));
    byte[] random = new byte[50_000];
    new Random(11).nextBytes(random);
    bytes.write(random);
    return bytes.toByteArray();
  }

  private TokenizerArtifact read(String directory) throws IOException {
    return TokenizerDirectory.read(
        new org.apache.hadoop.fs.Path(folder.resolve(directory).toString()), new Configuration());
  }

  private List<String> names(String directory) throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve(directory))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
