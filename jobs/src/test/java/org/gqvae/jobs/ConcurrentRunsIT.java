package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two commands on one output, each in a process of its own, on a disk and, half as many pairs, on
 * HDFS. {@code -Dgqvae.pairs=20 -Dgqvae.pairs.millis=10000} tries more of them, further apart, and
 * {@code -Dgqvae.pairs.seed} others.
 */
class ConcurrentRunsIT {
  private static final int PAIRS = Integer.getInteger("gqvae.pairs", 4);
  private static final int MOST_MILLIS = Integer.getInteger("gqvae.pairs.millis", 3000);
  private static final long SEED = Long.getLong("gqvae.pairs.seed", 1);

  @TempDir Path folder;

  /** How both commands of a pair treat what is there, and what they read. */
  private enum Pair {
    INTO_NOTHING("", "a", "b"),
    OVER_THE_OTHERS("--overwrite", "a", "b"),
    RESUMED("--resume", "a", "a"),
    OVER_THE_SAME("--overwrite", "b", "b");

    private final String option;
    private final List<String> inputs;

    Pair(String option, String... inputs) {
      this.option = option;
      this.inputs = List.of(inputs);
    }
  }

  @BeforeEach
  void writeInputs() throws IOException {
    new TokenizeFixture(folder);
    for (String input : List.of("a", "b")) {
      Files.write(Files.createDirectory(folder.resolve(input)).resolve("in.txt"), lines(input));
    }
  }

  @Test
  void neverMixTwoOutputs() throws Exception {
    neverMixTwoOutputs(folder.toUri().toString(), PAIRS);
  }

  @Test
  void neverMixTwoOutputsOnHdfs() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    try (MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration).build()) {
      neverMixTwoOutputs(cluster.getURI() + "/", PAIRS / 2);
    }
  }

  private void neverMixTwoOutputs(String base, int pairs) throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < pairs; i++) {
      Pair pair = Pair.values()[i % Pair.values().length];
      int millis = random.nextInt(MOST_MILLIS + 1);
      String output = base + "out" + i;
      if (pair.option.equals("--overwrite")) {
        CommandLineCall earlier = CommandLineCall.of(words(output, "a", "").toArray(String[]::new));
        assertThat(earlier.exitCode()).as(earlier.err()).isZero();
      }
      List<Command> ends = run(pair, millis, output);
      List<Integer> codes = ends.stream().map(Command::exitCode).toList();
      List<String> documents = documents(output, folder.resolve("texts" + i));
      System.out.printf(
          "%-16s %5d ms apart: exit codes %s, %d documents of %s%n",
          pair, millis, codes, documents.size(), documents.get(0).substring(0, 1));

      assertThat(codes).as(ends.toString()).contains(0).isSubsetOf(0, 2);
      if (pair == Pair.INTO_NOTHING) {
        assertThat(codes).as(ends.toString()).contains(2);
      }
      assertThat(ends)
          .filteredOn(end -> end.exitCode() == 2)
          .allSatisfy(
              end -> assertThat(end.err()).containsAnyOf("is being written by", "Output exists"));
      assertThat(documents)
          .isIn(
              IntStream.range(0, 2)
                  .filter(command -> codes.get(command) == 0)
                  .mapToObj(command -> lines(pair.inputs.get(command)))
                  .toList());
      assertThat(names(output)).doesNotContain("_lease.json", "_lease-turn.json");
    }
  }

  @Test
  void goOnAtOnceWhereTheHolderWasKilled() throws Exception {
    Path output = folder.resolve("out");
    try (Command.Running killed = begin(words(output.toString(), "a", ""))) {
      killed.await(output.resolve("_lease.json"));
      killed.process().destroyForcibly().waitFor();
    }
    assertThat(output.resolve("_lease.json")).exists();
    Command next =
        Command.run(folder, Command.inAJvm(words(output.toString(), "b", "--overwrite")));
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(next.err()).contains("Taking over the lease of file:", "its holder is dead, tokeni");
    assertThat(documents(output.toString(), folder.resolve("texts"))).isEqualTo(lines("b"));
    assertThat(names(output.toString())).doesNotContain("_lease.json", "_lease-turn.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_lease.json", "_run.json"})
  void leaveNoLeaseWhereTheyAreEndedBySigterm(String file) throws Exception {
    Path output = folder.resolve("out");
    try (Command.Running ended = begin(words(output.toString(), "a", ""))) {
      ended.await(output.resolve(file));
      ended.process().destroy();
      ended.process().waitFor();
    }
    assertThat(output.resolve("_lease.json")).doesNotExist();
  }

  @Test
  void failWhereTheirLeaseIsTakenFromThem() throws Exception {
    Path output = folder.resolve("out");
    Path lease = output.resolve("_lease.json");
    try (Command.Running robbed = begin(words(output.toString(), "a", ""))) {
      robbed.await(output.resolve("_run.json"));
      String other = Files.readString(lease).replaceFirst("\"id\": \"[^\"]+", "\"id\": \"other");
      Files.writeString(lease, other);
      Command end = robbed.end();
      assertThat(end.exitCode()).as(end.err()).isEqualTo(1);
      assertThat(end.err()).contains("is no longer this command's", "run one command again");
      assertThat(lease).hasContent(other.strip());
    }
    assertThat(output.resolve("_manifest.json")).doesNotExist();
  }

  /** What came of two commands, of which the second begins after the first. */
  private List<Command> run(Pair pair, int millis, String output) throws Exception {
    try (Command.Running first = begin(words(output, pair.inputs.get(0), pair.option))) {
      Thread.sleep(millis);
      try (Command.Running second = begin(words(output, pair.inputs.get(1), pair.option))) {
        return List.of(first.end(), second.end());
      }
    }
  }

  private Command.Running begin(List<String> words) throws IOException {
    return Command.begin(folder, Command.inAJvm(words));
  }

  private List<String> words(String output, String input, String option) {
    return Stream.of(
            "tokenize",
            "--tokenizer",
            folder.resolve("tokenizer").toString(),
            "--input",
            folder.resolve(input).toString(),
            "--output",
            output,
            "--set",
            "input.split-bytes=1kB",
            option)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The documents of an input. */
  private static List<String> lines(String input) {
    return IntStream.range(0, input.equals("a") ? 900 : 500)
        .mapToObj(i -> input + " document " + i + " of the cat")
        .toList();
  }

  /** What {@code detokenize} finds; as many as the manifest says. */
  private static List<String> documents(String output, Path texts) throws IOException {
    CommandLineCall call =
        CommandLineCall.of("detokenize", "--tokens", output, "--output", texts.toString());
    assertThat(call.exitCode()).as(call.err()).isZero();
    List<String> documents = new ArrayList<>();
    List<String> parts = names(texts.toString());
    assertThat(parts).contains("_SUCCESS");
    for (String part : parts.stream().filter(name -> name.startsWith("part-")).sorted().toList()) {
      for (String line : Files.readAllLines(texts.resolve(part))) {
        documents.add(
            JsonFile.parse(line.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .get("text")
                .textValue());
      }
    }
    TokensManifest manifest =
        TokensManifest.read(new org.apache.hadoop.fs.Path(output), new Configuration());
    assertThat(documents).hasSize(Math.toIntExact(manifest.documentsIn()));
    return documents;
  }

  private static List<String> names(String directory) throws IOException {
    var path = new org.apache.hadoop.fs.Path(directory);
    return Stream.of(path.getFileSystem(new Configuration()).listStatus(path))
        .map(file -> file.getPath().getName())
        .toList();
  }
}
