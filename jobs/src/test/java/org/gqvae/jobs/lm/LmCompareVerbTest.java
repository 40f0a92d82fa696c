package org.gqvae.jobs.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.artifact.LanguageModelRun.Model;
import org.gqvae.io.artifact.LanguageModelRun.Point;
import org.gqvae.io.artifact.LanguageModelRun.TokenSet;
import org.gqvae.io.artifact.LanguageModelRun.Tokenizer;
import org.gqvae.io.artifact.LanguageModelRun.Training;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.jobs.CommandLineCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code lm-compare}. */
class LmCompareVerbTest {
  private static final Offset<Double> EXACTLY = within(1e-12);
  private static final TokenSet TEXT = new TokenSet("tokens", 40, 1000, 4000, 4, "ab");
  private static final TokenSet HELD_OUT = new TokenSet("held-out", 10, 250, 1000, 4, "cd");
  private static final Model MODEL = new Model(2, 64, 4, "rotary", 512, 128, 100_000);

  @TempDir Path folder;

  /** From 1000 to 4000 bytes, 2000 are half of the way over the logarithm. */
  @Test
  void comparesAtEqualBytesAndAtEqualOperations() throws IOException {
    write("bpe", 1, point(1000, 1000e6, 3), point(4000, 4000e6, 2));
    write("gqvae", 1, point(1000, 500e6, 2.8), point(4000, 2000e6, 1.8));

    JsonNode comparison = compare("bpe", "gqvae");

    assertThat(comparison.get("reference").textValue()).isEqualTo("bpe");
    assertThat(comparison.at("/bytes/equal").doubleValue()).isEqualTo(4000);
    assertThat(comparison.at("/operations/equal").doubleValue()).isEqualTo(2000e6);
    JsonNode bpe = comparison.at("/contenders/0");
    JsonNode gqvae = comparison.at("/contenders/1");
    assertThat(real(bpe, "/bytes/bits_per_byte/mean")).isEqualTo(2);
    assertThat(real(gqvae, "/bytes/bits_per_byte/mean")).isEqualTo(1.8);
    assertThat(real(gqvae, "/bytes/ratio/of_means")).isEqualTo(0.9, EXACTLY);
    assertThat(real(bpe, "/operations/bits_per_byte/mean")).isEqualTo(2.5, EXACTLY);
    assertThat(real(gqvae, "/operations/bits_per_byte/mean")).isEqualTo(1.8);
    assertThat(real(gqvae, "/operations/ratio/of_means")).isEqualTo(0.72, EXACTLY);
  }

  /** Down to 2.0 it is 0.8 of the way from 2.8 to 1.8, where bytes are 1000 * 4^0.8. */
  @Test
  void tellsHowSoonAContenderIsAsGoodAsTheReferenceAtItsEnd() throws IOException {
    write("bpe", 1, point(1000, 1000e6, 3), point(4000, 4000e6, 2));
    write("gqvae", 1, point(1000, 500e6, 2.8), point(4000, 2000e6, 1.8));
    write("vqvae", 1, point(1000, 500e6, 2.8), point(4000, 2000e6, 2.1));

    JsonNode comparison = compare("bpe", "gqvae", "vqvae");

    assertThat(comparison.at("/bytes/reference_end/at").doubleValue()).isEqualTo(4000);
    assertThat(comparison.at("/bytes/reference_end/bits_per_byte").doubleValue()).isEqualTo(2);
    JsonNode gqvae = comparison.at("/contenders/1");
    assertThat(real(gqvae, "/bytes/reaches_reference/at")).isEqualTo(3031.4331, within(1e-4));
    assertThat(real(gqvae, "/bytes/reaches_reference/ratio")).isEqualTo(0.757858, within(1e-6));
    assertThat(real(gqvae, "/operations/reaches_reference/ratio"))
        .isEqualTo(0.378929, within(1e-6));
    assertThat(comparison.at("/contenders/2/bytes/reaches_reference").isNull()).isTrue();
    assertThat(real(comparison.at("/contenders/0"), "/bytes/reaches_reference/ratio")).isEqualTo(1);
  }

  @Test
  void takesAGroupAsOneContender() throws IOException {
    write("bpe-1", 1, point(1000, 1e9, 3), point(4000, 4e9, 2));
    write("bpe-2", 2, point(1000, 1e9, 3), point(4000, 4e9, 2.1));
    write("gqvae-1", 1, point(1000, 1e9, 3), point(4000, 4e9, 1.8));
    write("gqvae-2", 2, point(1000, 1e9, 3), point(4000, 4e9, 1.9));
    write("gqvae-3", 3, point(1000, 1e9, 3), point(4000, 4e9, 1.7));

    List<String> options =
        List.of("--group", "g=gqvae-1,gqvae-2,gqvae-3", "--group", "b=bpe-1, bpe-2");
    JsonNode comparison = compare(options, "bpe-1", "gqvae-1", "gqvae-2", "bpe-2", "gqvae-3");

    assertThat(comparison.findValuesAsText("name"))
        .containsExactly("b", "bpe-1", "bpe-2", "g", "gqvae-1", "gqvae-2", "gqvae-3");
    JsonNode bpe = comparison.at("/contenders/0/bytes");
    JsonNode gqvae = comparison.at("/contenders/1/bytes");
    assertThat(real(bpe, "/bits_per_byte/mean")).isEqualTo(2.05, EXACTLY);
    assertThat(bpe.at("/bits_per_byte/standard_deviation").isNull()).isTrue();
    assertThat(real(gqvae, "/bits_per_byte/mean")).isEqualTo(1.8, EXACTLY);
    assertThat(real(gqvae, "/bits_per_byte/standard_deviation")).isEqualTo(0.1, EXACTLY);
    assertThat(real(gqvae, "/bits_per_byte/min")).isEqualTo(1.7);
    assertThat(real(gqvae, "/bits_per_byte/max")).isEqualTo(1.9);
    assertThat(real(gqvae, "/ratio/of_means")).isEqualTo(1.8 / 2.05, EXACTLY);
    assertThat(real(gqvae, "/ratio/min")).isEqualTo(1.7 / 2.1, EXACTLY);
    assertThat(real(gqvae, "/ratio/max")).isEqualTo(1.9 / 2.0, EXACTLY);
  }

  @Test
  void callsNothingBetterThatSeedsMayHaveMadeSo() throws IOException {
    write("a1", 1, point(4000, 4e9, 2));
    write("a2", 2, point(4000, 4e9, 2.1));
    write("b1", 1, point(4000, 4e9, 1.8));
    write("b2", 2, point(4000, 4e9, 1.99));
    write("c1", 1, point(4000, 4e9, 2.05));
    write("c2", 2, point(4000, 4e9, 1.5));
    write("d1", 1, point(4000, 4e9, 2.2));
    write("d2", 2, point(4000, 4e9, 2.3));
    write("single", 1, point(4000, 4e9, 1.2));

    List<String> groups = new ArrayList<>();
    List.of("a", "b", "c", "d")
        .forEach(name -> groups.addAll(List.of("--group", name + "=%s1,%1$s2".formatted(name))));
    JsonNode comparison = compare(groups, "a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2", "single");

    assertThat(comparison.findValuesAsText("verdict"))
        .containsExactly(
            "reference", "reference",
            "better", "better",
            "within-spread", "within-spread",
            "worse", "worse",
            "unknown-spread", "unknown-spread");
    assertThat(folder.resolve("out/lm-compare.html"))
        .content()
        .contains("○ within the spread of seeds", "○ one run: spread of seeds unknown");
  }

  @Test
  void holdsContendersAgainstTheReferenceThatIsAskedFor() throws IOException {
    write("bpe", 1, point(4000, 4e9, 2));
    write("gqvae", 1, point(4000, 4e9, 1.6));

    JsonNode comparison = compare(List.of("--reference", folder + "/gqvae"), "bpe", "gqvae");

    assertThat(comparison.get("reference").textValue()).isEqualTo("gqvae");
    assertThat(real(comparison.at("/contenders/0"), "/bytes/ratio/of_means")).isEqualTo(1.25);
  }

  @Test
  void comparesARunWithItself() throws IOException {
    write("bpe", 1, point(0, 0, 8), point(1000, 1e9, 3), point(4000, 4e9, 2));

    JsonNode comparison = compare("bpe");

    assertThat(comparison.at("/contenders/0/bytes/curve").findValues("at"))
        .extracting(JsonNode::doubleValue)
        .containsExactly(1000.0, 4000.0);
    assertThat(comparison.findValuesAsText("verdict")).containsOnly("reference");
  }

  @Test
  void printsFiguresAsTablesAndAsJson() throws IOException {
    write("bpe", 1, point(1000, 1e9, 3), point(4000, 4e9, 2));
    write("gqvae", 1, point(1000, 1e9, 2.5), point(4000, 4e9, 1.5));

    CommandLineCall told = call(List.of(), "bpe", "gqvae");
    assertThat(told.out().lines())
        .startsWith("After 4,000 bytes of training text")
        .anyMatch(
            line ->
                line.matches(
                    "gqvae +1 +1\\.500 +1\\.500 to 1\\.500 +0\\.750 +0\\.750 to 0\\.750"
                        + " +2,000 \\(0\\.500\\) +one run: .*"));

    JsonNode result = call(List.of("--overwrite", "--json"), "bpe", "gqvae").json().get("result");
    assertThat(result.get("page").textValue()).isEqualTo(folder + "/out/lm-compare.html");
    assertThat(result.get("equal_bytes").longValue()).isEqualTo(4000);
    assertThat(result.at("/contenders/1/ratio_at_equal_bytes").doubleValue()).isEqualTo(0.75);
    assertThat(result.at("/contenders/1/verdict_at_equal_operations").textValue())
        .isEqualTo("unknown-spread");
  }

  @Test
  void tellsThePlanOfADryRunAndDoesNothing() throws IOException {
    write("bpe", 7, point(4000, 4e9, 2));

    CommandLineCall call = call(List.of("--dry-run"), "bpe");

    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out())
        .contains("bpe: 2.000 bits per byte, bpe of 8,450 ids, seed 7\n")
        .contains("writes    " + folder + "/out/lm-compare.json");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  // Refusals ---------------------------------------------------------------------------------

  @Test
  void refusesRunsThatDifferInMoreThanTokenizerAndTraining() throws IOException {
    write("a", 1, point(4000, 4e9, 2));
    TokenSet less = new TokenSet("held-out", 9, 200, 900, 4, "ef");
    Model wider = new Model(2, 128, 4, "rotary", 512, 128, 400_000);
    write("b", TEXT, less, wider, 1, "f0", point(4000, 4e9, 2));
    write("c", HELD_OUT, HELD_OUT, MODEL, 1, "f0", point(4000, 4e9, 2));

    assertThat(refusals(List.of(), "a", "b", "c"))
        .containsExactly(
            "Different held_out in D/b/lm.json: documents 9, bytes 900, expected documents 10, bytes"
                + " 1,000 as in D/a/lm.json. Compare runs whose --held-out is of the same"
                + " documents",
            "Different tokens in D/c/lm.json: documents 10, bytes 1,000, expected documents 40,"
                + " bytes 4,000 as in D/a/lm.json. Compare runs whose --tokens are of the same"
                + " documents",
            "Different model in D/b/lm.json: layers 2, width 128, heads 4, positions rotary,"
                + " context_bytes 512, expected layers 2, width 64, heads 4, positions rotary,"
                + " context_bytes 512 as in D/a/lm.json. Compare runs of the same lm.conf");
  }

  @Test
  void takesAnyVocabularyAndContextInTokens() throws IOException {
    write("a", 1, point(4000, 4e9, 2));
    Model longer = new Model(2, 64, 4, "rotary", 512, 200, 400_000);
    write("b", TEXT, HELD_OUT, longer, 1, "f0", point(4000, 4e9, 2));
    assertThat(call(List.of(), "a", "b").exitCode()).isZero();
  }

  @Test
  void refusesPointsThatDoNotRise() throws IOException {
    write("a", 1, point(4000, 5e9, 2), point(4000, 4e9, 2));
    write("b", 1, point(0, 0, 2));

    assertThat(refusals(List.of(), "a", "b"))
        .containsExactly(
            "Invalid points in D/a/lm.json: bytes_seen 4,000 behind 4,000, expected rising ones."
                + " Train the run again",
            "Invalid points in D/a/lm.json: operations 4,000,000,000 behind 5,000,000,000, expected"
                + " rising ones. Train the run again",
            "Invalid points in D/b/lm.json: bytes_seen 0 at the end, expected > 0. Train the run"
                + " again",
            "Invalid points in D/b/lm.json: operations 0 at the end, expected > 0. Train the run"
                + " again");
  }

  @Test
  void refusesFiguresThatCannotBe() throws IOException {
    write("a", 1, point(4000, 4e9, 2));
    write("b", 1, point(2000, 2e9, 3), point(4000, 4e9, 2));
    change("b", "\"bits_per_byte\": 3.0", "\"bits_per_byte\": -3.0");
    assertThat(refusals(List.of(), "a", "b"))
        .containsExactly(
            "Damaged D/b/lm.json: bits_per_byte of a point is -3.0, expected above 0 (line 9),"
                + " expected the output of a finished `gqvae lm`");
    write("b", 1, point(2000, 2e9, 3), point(4000, 4e9, 2));
    change("b", "\"bits_per_byte\": 3.0", "\"bits\": 3.0");
    assertThat(refusals(List.of(), "a", "b").get(0))
        .startsWith("Damaged D/b/lm.json: Missing bits_per_byte (line ");
  }

  @Test
  void refusesRunsThatDifferInMoreThanTokenizerAndSeed() throws IOException {
    write("a", 1, point(4000, 4e9, 2));
    write("b", 2, point(4000, 4e9, 2));
    change("b", "\"workers\": 2", "\"workers\": 3");
    assertThat(refusals(List.of(), "a", "b").get(0))
        .startsWith("Different training in D/b/lm.json: workers 3,")
        .endsWith("Compare runs whose settings differ in the seed alone");
    write("b", 2, point(4000, 4e9, 2));
    change("b", "\"kind\": \"", "\"kind\": \"x");
    assertThat(refusals(List.of("--group", "g=a,b"), "a", "b").get(0))
        .startsWith("Invalid --group g: the tokenizer of D/b/lm.json is x")
        .endsWith("Give runs that differ in seeds alone");
  }

  private void change(String run, String text, String by) throws IOException {
    Path file = folder.resolve(run).resolve("lm.json");
    String before = Files.readString(file);
    assertThat(before).contains(text);
    Files.writeString(file, before.replace(text, by));
  }

  @Test
  void refusesRunsThatWereNeverTrainedEquallyLong() throws IOException {
    write("a", 1, point(1000, 1e9, 2), point(4000, 4e9, 2));
    write("b", 1, point(5000, 1e9, 2), point(9000, 9e9, 2));

    assertThat(refusals(List.of(), "a", "b"))
        .containsExactly(
            "Nothing to compare by bytes_seen: D/b/lm.json begins at 5,000, and D/a/lm.json ends at"
                + " 4,000. Train both equally long");
  }

  @Test
  void refusesAGroupOfOneSeed() throws IOException {
    write("a", 1, point(4000, 4e9, 2));
    write("b", 1, point(4000, 4e9, 2));
    write("c", TEXT, HELD_OUT, MODEL, 1, "f1", point(4000, 4e9, 2));

    assertThat(refusals(List.of("--group", "g=a,b,c"), "a", "b", "c"))
        .containsExactly(
            "Invalid --group g: D/a/lm.json and D/b/lm.json have the same tokenizer and seed 1, and"
                + " so no spread. Give runs of different seeds");
  }

  @Test
  void refusesNamesThatAreNoneOrStandForTwo() throws IOException {
    write("a", 1, point(4000, 4e9, 2));
    write("b", 2, point(4000, 4e9, 2));

    assertThat(refusals(List.of("--group", "g=a,x", "--group", "h=a", "--group", "b=a"), "a", "b"))
        .containsExactly(
            "Invalid --group g: x is none of the runs. Did you mean a?",
            "Invalid --group: a is in g and in h and in b. Leave it in one of them",
            "Invalid --group b: a run outside of it has that name. Give the group another name");
    assertThat(refusals(List.of(), "a", "a/"))
        .singleElement()
        .asString()
        .startsWith("Given twice among the runs: ")
        .endsWith("/a. Give it once");
    assertThat(refusals(List.of("--group", "g=a,b", "--reference", "b"), "a", "b"))
        .containsExactly("Invalid --reference: b is one run of g. Give --reference g");
    assertThat(refusals(List.of("--group", "seeds=a", "--reference", "seed"), "a", "b"))
        .containsExactly(
            "Invalid --reference: seed is none of the contenders. Did you mean seeds?");
    assertThat(refusals(List.of("--group", "a,b"), "a", "b"))
        .containsExactly("Invalid --group a,b, expected NAME=A,B,.. of runs in --runs");
  }

  @Test
  void refusesRunsThatAreNotFinished() throws IOException {
    write("a", 1, point(4000, 4e9, 2));
    Files.createDirectories(folder.resolve("b"));

    assertThat(refusals(List.of(), "a", "b"))
        .containsExactly("Missing D/b/lm.json, expected the output of a finished `gqvae lm`");
  }

  @Test
  void writesNothingIntoARun() throws IOException {
    write("a", 1, point(4000, 4e9, 2));

    CommandLineCall call =
        CommandLineCall.of(
            "lm-compare", "--runs", folder + "/a", "--output", folder + "/a/comparison");

    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("where nothing else may be. Give an --output elsewhere");
  }

  // Runs -------------------------------------------------------------------------------------

  private static Point point(long bytes, double operations, double bitsPerByte) {
    return new Point(1, bytes, operations, bitsPerByte);
  }

  private void write(String name, long seed, Point... points) throws IOException {
    write(name, TEXT, HELD_OUT, MODEL, seed, "f0", points);
  }

  private void write(
      String name,
      TokenSet tokens,
      TokenSet heldOut,
      Model model,
      long seed,
      String fingerprint,
      Point... points)
      throws IOException {
    new LanguageModelRun(
            points[points.length - 1].bitsPerByte(),
            List.of(points),
            new Tokenizer(fingerprint, "bpe", "merges", 8450),
            tokens,
            heldOut,
            model,
            new Training(seed, 2, 40, 50, 16, 0.003, 3e7))
        .write(new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()), new Configuration());
  }

  private CommandLineCall call(List<String> options, String... names) {
    List<String> words = new ArrayList<>(List.of("lm-compare", "--output", folder + "/out"));
    for (String name : names) {
      words.addAll(List.of("--runs", folder + "/" + name));
    }
    words.addAll(options);
    return CommandLineCall.of(words.toArray(String[]::new));
  }

  private JsonNode compare(String... names) throws IOException {
    return compare(List.of(), names);
  }

  private JsonNode compare(List<String> options, String... names) throws IOException {
    CommandLineCall call = call(options, names);
    assertThat(call.exitCode()).as(call.err()).isZero();
    return JsonFile.parse(
        Files.readAllBytes(folder.resolve("out/lm-compare.json")), JsonNode.class);
  }

  private List<String> refusals(List<String> options, String... names) {
    CommandLineCall call = call(options, names);
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
    return call.err()
        .lines()
        .map(line -> line.replace("gqvae: ", "").replace(folder + "", "D"))
        .toList();
  }

  private static double real(JsonNode node, String pointer) {
    assertThat(node.at(pointer).isNumber()).as(pointer).isTrue();
    return node.at(pointer).doubleValue();
  }
}
