package org.gqvae.jobs.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.CodedNetwork;
import org.gqvae.io.artifact.NetworkArtifact;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.TinyRun;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.NeuralEncoder;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.tokenizer.WordEncoder;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparing tokenizers through the command line. */
class CompareJobTest {
  @TempDir Path folder;

  @Test
  void tellsWhatCountingEachDocumentByItselfTells() throws IOException {
    Path common = commonWords("common", TokenizerKind.BPE, 60);
    CommandLineCall call = compare(TinyRun.stories(), "out", TinyRun.run() + "/tokenizer", common);
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.jobs().stream().distinct())
        .containsExactly(
            "compare: words of " + TinyRun.stories(),
            "compare: tokens by tokenizer",
            "compare: tokens by tokenizer (neural)",
            "compare: tokens by common",
            "compare: documents of " + TinyRun.stories());
    JsonNode root = json("out");
    List<byte[]> texts = texts(TinyRun.stories());
    TokenizerArtifact learned = read(TinyRun.run().resolve("tokenizer"));
    TokenizerArtifact words = read(common);

    assertThat(root.at("/held_out/documents").longValue()).isEqualTo(texts.size());
    assertThat(root.at("/held_out/bytes").longValue())
        .isEqualTo(texts.stream().mapToLong(text -> text.length).sum());
    assertThat(names(root)).containsExactly("tokenizer", "tokenizer (neural)", "common");
    NeuralEncoder neural =
        CodedNetwork.of(learned.network().orElseThrow()).encoder(learned.vocabulary());
    assertFigures(root.at("/tokenizers/0"), texts, new ViterbiEncoder(learned.vocabulary()));
    assertFigures(root.at("/tokenizers/1"), texts, neural);
    assertFigures(root.at("/tokenizers/2"), texts, new ViterbiEncoder(words.vocabulary()));
    assertGates(root.at("/tokenizers/1/gates"), texts, neural);

    double ratio =
        root.at("/tokenizers/2/bytes_per_token").doubleValue()
            / root.at("/tokenizers/0/bytes_per_token").doubleValue();
    JsonNode entry = root.at("/tokenizers/2");
    assertThat(entry.get("ratio").doubleValue()).isCloseTo(ratio, within(1e-12));
    assertThat(entry.at("/ratio_interval/0").doubleValue()).isLessThan(ratio);
    assertThat(entry.at("/ratio_interval/1").doubleValue()).isGreaterThan(ratio);
    assertThat(root.at("/tokenizers/0/ratio_interval").toString()).isEqualTo("[1.0,1.0]");
    assertThat(root.at("/tokenizers/0/difference_interval").toString()).isEqualTo("[0.0,0.0]");
    assertOverlap(root, learned.vocabulary(), words.vocabulary());
    assertThat(call.out()).contains("bytes/gate", "over tokenizer", "common");
  }

  /** Encodes each running word anew, and counts with maps. */
  private static void assertFigures(JsonNode entry, List<byte[]> texts, WordEncoder encoder) {
    assertFigures(entry, PreTokenizer.GPT2, texts, encoder);
  }

  private static void assertFigures(
      JsonNode entry, PreTokenizer preTokenizer, List<byte[]> texts, WordEncoder encoder) {
    long bytes = 0;
    long tokens = 0;
    long words = 0;
    long whole = 0;
    long singleBytes = 0;
    Map<Integer, Long> uses = new HashMap<>();
    for (byte[] text : texts) {
      bytes += text.length;
      for (int[] ids : encoder.encode(words(preTokenizer, text))) {
        tokens += ids.length;
        words++;
        whole += ids.length == 1 ? 1 : 0;
        for (int id : ids) {
          uses.merge(id, 1L, Long::sum);
          singleBytes += id < 256 ? 1 : 0;
        }
      }
    }
    double entropy = 0;
    double power = 0;
    for (long count : uses.values()) {
      double p = (double) count / tokens;
      entropy -= p * Math.log(p);
      power += Math.pow(p, 2.5);
    }
    double ids = entry.get("ids").doubleValue();
    assertThat(entry.get("tokens").longValue()).isEqualTo(tokens);
    assertThat(entry.get("bytes_per_token").doubleValue()).isEqualTo((double) bytes / tokens);
    assertThat(entry.get("fertility").doubleValue()).isEqualTo((double) tokens / words);
    assertThat(entry.get("whole_word_rate").doubleValue()).isEqualTo((double) whole / words);
    assertThat(entry.get("continued_word_rate").doubleValue())
        .isEqualTo((double) (words - whole) / words);
    assertThat(entry.get("single_byte_rate").doubleValue())
        .isEqualTo((double) singleBytes / tokens);
    assertThat(entry.get("used_ids").intValue()).isEqualTo(uses.size());
    assertThat(entry.at("/shannon/efficiency").doubleValue())
        .isCloseTo(entropy / Math.log(ids), within(1e-12));
    assertThat(entry.at("/renyi/0/efficiency").doubleValue())
        .isCloseTo(Math.log(power) / -1.5 / Math.log(ids), within(1e-12));
    assertThat(entry.get("encode_seconds").doubleValue()).isPositive();
  }

  private static void assertGates(JsonNode gates, List<byte[]> texts, NeuralEncoder encoder) {
    long bytes = 0;
    long segments = 0;
    long repaired = 0;
    long exact = 0;
    for (byte[] text : texts) {
      bytes += text.length;
      for (NeuralEncoder.Gated word : encoder.encodeGated(words(PreTokenizer.GPT2, text))) {
        segments += word.segments();
        repaired += word.repaired();
        exact += word.isExact() ? 1 : 0;
      }
    }
    assertThat(gates.get("segments").longValue()).isEqualTo(segments);
    assertThat(gates.get("repaired_segments").longValue()).isEqualTo(repaired);
    assertThat(gates.get("exact_words").longValue()).isEqualTo(exact);
    assertThat(gates.get("bytes_per_gate").doubleValue()).isEqualTo((double) bytes / segments);
  }

  private static void assertOverlap(JsonNode root, Vocabulary learned, Vocabulary words) {
    Set<Word> both = learnedTokens(learned);
    both.retainAll(learnedTokens(words));
    Set<Word> either = learnedTokens(learned);
    either.addAll(learnedTokens(words));
    assertThat(root.at("/overlap/tokenizers").toString()).isEqualTo("[\"tokenizer\",\"common\"]");
    assertThat(root.at("/overlap/jaccard/0/1").doubleValue())
        .isEqualTo((double) both.size() / either.size());
    assertThat(root.at("/tokenizers/1/overlap_with_bpe/common").doubleValue())
        .isEqualTo((double) both.size() / learned.learnedTokens());
  }

  @Test
  void writesTheSameFiguresEachTimeOnAnyNumberOfCores() throws IOException {
    Path common = commonWords("common", TokenizerKind.UNIGRAM, 40);
    Path tokenizer = TinyRun.run().resolve("tokenizer");
    for (String output : new String[] {"one", "two"}) {
      assertThat(compare(TinyRun.stories(), output, common, tokenizer).exitCode()).isZero();
    }
    new CompareJob(
            LocalSpark.session("local[1]"),
            CompareSettings.read(
                LocalSpark.settings(settings().toArray(String[]::new)),
                List.of(common.toString(), tokenizer.toString()),
                TinyRun.stories().toString(),
                LocalSpark.output(folder.resolve("three"), OutputMode.REFUSE, CompareJob.OWN_NAMES),
                List.of()))
        .run();
    JsonNode one = withoutSeconds(json("one"));
    assertThat(withoutSeconds(json("two"))).isEqualTo(one);
    assertThat(withoutSeconds(json("three"))).isEqualTo(one);
    assertThat(one.at("/tokenizers/0").has("encode_seconds")).isFalse();
  }

  @Test
  void tellsTheSpreadOfGroupsAndOfTheirNetworks() throws IOException {
    Path first = TinyRun.run().resolve("tokenizer");
    Path second = Files.createDirectories(folder.resolve("b")).resolve("tokenizer");
    FileTree.copy(first, second);
    Path common = commonWords("common", TokenizerKind.BPE, 30);
    CommandLineCall call =
        compare(
            TinyRun.stories(),
            "out",
            List.of("--reference", "common", "--group", "seeds=" + first + ",b/tokenizer"),
            first,
            second,
            common);
    assertThat(call.exitCode()).as(call.err()).isZero();
    JsonNode root = json("out");
    assertThat(names(root))
        .containsExactly(
            "run/tokenizer",
            "run/tokenizer (neural)",
            "b/tokenizer",
            "b/tokenizer (neural)",
            "common");
    assertThat(root.get("reference").textValue()).isEqualTo("common");
    assertThat(root.at("/groups/0/name").textValue()).isEqualTo("seeds");
    assertThat(root.at("/groups/0/tokenizers").toString())
        .isEqualTo("[\"run/tokenizer\",\"b/tokenizer\"]");
    assertThat(root.at("/groups/0/ratio/mean").doubleValue())
        .isEqualTo(root.at("/tokenizers/0/ratio").doubleValue());
    assertThat(root.at("/groups/0/bytes_per_token/standard_deviation").doubleValue()).isZero();
    assertThat(root.at("/groups/1/name").textValue()).isEqualTo("seeds (neural)");
    assertThat(root.at("/groups/1/bytes_per_token/min").doubleValue())
        .isEqualTo(root.at("/tokenizers/1/bytes_per_token").doubleValue());
    assertThat(root.at("/overlap/jaccard/0/1").doubleValue()).isEqualTo(1);
  }

  @Test
  void showsHostileTextAsText() throws IOException {
    String attack = "</script><script>alert(1)</script>\u2028<img src=x onerror=alert(1)>";
    Path corpus =
        Files.writeString(
            folder.resolve("hostile.jsonl"),
            new ObjectMapper().writeValueAsString(Map.of("text", attack, "id", attack)) + "\n");
    Path common = commonWords("<b>common", TokenizerKind.BPE, 10);
    CommandLineCall call = compare(corpus, "out", common);
    assertThat(call.exitCode()).as(call.err()).isZero();
    String page = Files.readString(folder.resolve("out/compare.html"));
    String markup = page.replaceAll("(?s)<script[^>]*>.*?</script>", "");
    assertThat(markup).doesNotContain("<img", "<b>", "alert(1)</script").contains("&lt;img");
    assertThat(page.split("<script", -1)).hasSize(1 + 3);
  }

  @Test
  void cutsWordsByThePreTokenizerOfEachTokenizer() throws IOException {
    Path gpt2 = commonWords("gpt2", PreTokenizer.GPT2, TokenizerKind.BPE, 100);
    Path o200k = commonWords("o200k", PreTokenizer.O200K, TokenizerKind.BPE, 100);
    Path texts = Files.createDirectory(folder.resolve("in"));
    Files.writeString(
        texts.resolve("in.jsonl"),
        "{\"text\": \"The cat isn't (here), camelCase 12345;\\n\\n  IT'S\"}\n".repeat(3)
            + "{\"text\": \""
            + "said Tom's cat. ".repeat(60)
            + "\"}\n");
    CommandLineCall call = compare(texts, "out", gpt2, o200k);
    assertThat(call.exitCode()).as(call.err()).isZero();
    JsonNode root = json("out");
    List<byte[]> documents = texts(texts);
    assertFigures(root.at("/tokenizers/0"), documents, new ViterbiEncoder(read(gpt2).vocabulary()));
    assertFigures(
        root.at("/tokenizers/1"),
        PreTokenizer.O200K,
        documents,
        new ViterbiEncoder(read(o200k).vocabulary()));
    assertThat(root.at("/tokenizers").findValuesAsText("pre_tokenizer"))
        .containsExactly("gpt2", "o200k");
    assertThat(root.at("/held_out/words").longValue())
        .isEqualTo(
            documents.stream().mapToLong(text -> words(PreTokenizer.GPT2, text).size()).sum())
        .isNotEqualTo(
            documents.stream().mapToLong(text -> words(PreTokenizer.O200K, text).size()).sum());
  }

  @Test
  void comparesByItsOwnPolicyATokenizerWhoseNetworkDoesNotEncode() throws IOException {
    Path odd = folder.resolve("odd");
    write(
        odd,
        TokenizerArtifact.of(
            TokenizerKind.VQVAE,
            PreTokenizer.GPT2,
            Policy.VITERBI,
            "fixed",
            Vocabulary.of(List.of(" the".getBytes(UTF_8))),
            List.of(),
            Optional.of(new NetworkArtifact("{}\n", new float[] {1}))));
    CommandLineCall call = compare(TinyRun.stories(), "out", odd);
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(names(json("out"))).containsExactly("odd");
  }

  @Test
  void endsWithThreeWhereTooMuchWasRejectedAndWithOneWhereThereIsNoText() throws IOException {
    Path common = commonWords("common", TokenizerKind.BPE, 10);
    Path broken =
        Files.writeString(
            folder.resolve("a.jsonl"), "{\"text\":\"the cat\"}\n{}\n{\"text\":\"\"}\n");
    CommandLineCall call = compare(broken, "out", common);
    assertThat(call.exitCode()).isEqualTo(3);
    assertThat(call.err()).contains("1 record was rejected, more than --max-failed 0 allows");
    assertThat(call.jobs()).containsOnly("compare: words of " + broken).hasSize(1);
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(compare(broken, "out", List.of("--max-failed", "1"), common))
        .extracting(CommandLineCall::exitCode)
        .isEqualTo(0);
    assertThat(json("out").at("/held_out/rejected").longValue()).isEqualTo(1);
    assertThat(json("out").at("/held_out/empty_documents").longValue()).isEqualTo(1);

    Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");
    CommandLineCall none = compare(empty, "none", common);
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).startsWith("gqvae: There is no text in ").hasLineCount(1);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void refusesMoreDocumentsThanTheDriverShallHold() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "a\nb\nc\n");
    CommandLineCall call =
        compare(
            text,
            "out",
            List.of("--set", "compare.max-documents=2"),
            commonWords("common", TokenizerKind.BPE, 10));
    assertThat(call.exitCode()).isEqualTo(1);
    assertThat(call.err()).contains("3 documents", "compare.max-documents (2)");
  }

  @Test
  void tellsAllThatIsWrongWithTokenizersAtOnce() throws IOException {
    Path common = commonWords("common", TokenizerKind.BPE, 10);
    Files.createDirectories(folder.resolve("out/compare.html"));
    CommandLineCall call =
        compare(
            folder.resolve("missing.txt"),
            "out",
            List.of("--reference", "comon", "--group", "g=common,x"),
            common,
            folder.resolve("nothing"));
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .endsWith(
                        "Invalid compare.reference: comon is none of the tokenizers."
                            + " Did you mean common?"),
            line ->
                assertThat(line)
                    .endsWith(
                        "Invalid --group g: x is none of the tokenizers."
                            + " They are common, nothing"),
            line -> assertThat(line).contains("Missing ", "nothing/manifest.json"),
            line -> assertThat(line).contains("Input does not exist: "),
            line -> assertThat(line).contains("Output exists: "));
  }

  @Test
  void tellsThePlanOfADryRunAndDoesNothing() throws IOException {
    Path common = commonWords("common", TokenizerKind.BPE, 10);
    CommandLineCall call = compare(TinyRun.stories(), "out", List.of("--dry-run"), common);
    assertThat(call.exitCode()).isZero();
    assertThat(call.out())
        .contains("reads     " + common + ": bpe, viterbi, 268 tokens")
        .contains("writes    " + folder.resolve("out") + "/compare.html")
        .contains("reference common");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  // Running and reading ----------------------------------------------------------------------

  private static List<String> settings() {
    return List.of(
        "compare.resamples=200",
        "compare.speed-bytes=20kB",
        "compare.speed-repetitions=2",
        "input.split-bytes=50kB");
  }

  private CommandLineCall compare(Path input, String output, Object... tokenizers) {
    return compare(input, output, List.of(), tokenizers);
  }

  private CommandLineCall compare(
      Path input, String output, List<String> options, Object... tokenizers) {
    List<String> words = new ArrayList<>(List.of("compare", "--tokenizers"));
    words.add(String.join(",", Stream.of(tokenizers).map(Object::toString).toList()));
    words.addAll(List.of("--input", input.toString(), "--output", folder + "/" + output));
    settings().forEach(setting -> words.addAll(List.of("--set", setting)));
    words.addAll(options);
    return CommandLineCall.of(words.toArray(String[]::new));
  }

  /** A tokenizer of the commonest words of the stories. */
  private Path commonWords(String name, TokenizerKind kind, int tokens) throws IOException {
    return commonWords(name, PreTokenizer.GPT2, kind, tokens);
  }

  private Path commonWords(String name, PreTokenizer preTokenizer, TokenizerKind kind, int tokens)
      throws IOException {
    WordCounts counts = new WordCounts();
    texts(TinyRun.stories()).forEach(text -> counts.addText(preTokenizer, text, 0, text.length));
    List<byte[]> learned =
        counts.sorted().stream()
            .filter(entry -> entry.word().length() > 1)
            .sorted(Comparator.comparingLong(entry -> -entry.count()))
            .limit(tokens)
            .map(entry -> entry.word().toBytes())
            .toList();
    Path directory = folder.resolve(name);
    write(
        directory,
        TokenizerArtifact.of(
            kind,
            preTokenizer,
            Policy.VITERBI,
            "words",
            Vocabulary.of(learned),
            List.of(),
            Optional.empty()));
    return directory;
  }

  private static void write(Path directory, TokenizerArtifact tokenizer) throws IOException {
    TokenizerDirectory.write(
        new org.apache.hadoop.fs.Path(directory.toString()), tokenizer, new Configuration());
  }

  private static TokenizerArtifact read(Path directory) throws IOException {
    return TokenizerDirectory.read(
        new org.apache.hadoop.fs.Path(directory.toString()), new Configuration());
  }

  private static List<byte[]> texts(Path stories) throws IOException {
    List<byte[]> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(stories)) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          texts.add(new ObjectMapper().readTree(line).get("text").textValue().getBytes(UTF_8));
        }
      }
    }
    return texts;
  }

  private static List<Word> words(PreTokenizer preTokenizer, byte[] text) {
    List<Word> words = new ArrayList<>();
    preTokenizer.split(
        text, 0, text.length, (bytes, from, to) -> words.add(Word.of(bytes, from, to)));
    return words;
  }

  private static Set<Word> learnedTokens(Vocabulary vocabulary) {
    Set<Word> tokens = new HashSet<>();
    for (int id = 256; !vocabulary.isSpecial(id); id++) {
      tokens.add(Word.of(vocabulary.literal(id)));
    }
    return tokens;
  }

  private JsonNode json(String output) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(output + "/compare.json").toFile());
  }

  private static List<String> names(JsonNode root) {
    return root.get("tokenizers").findValuesAsText("name");
  }

  private static JsonNode withoutSeconds(JsonNode root) {
    for (JsonNode entry : root.get("tokenizers")) {
      ((ObjectNode) entry)
          .remove(List.of("encode_seconds", "fastest_encode_seconds", "slowest_encode_seconds"));
    }
    return root;
  }
}
