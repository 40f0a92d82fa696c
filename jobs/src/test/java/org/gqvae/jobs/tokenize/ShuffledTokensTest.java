package org.gqvae.jobs.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.tokens.TokenRow;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.FailingOnce;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.spark.ResultsByTask;
import org.gqvae.jobs.spark.SplitMeter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tokenize --shuffle}. */
class ShuffledTokensTest {
  private static final String[] SHUFFLED = {"tokenize.shuffle=7", "tokenize.shuffle-files=4"};

  @TempDir Path folder;

  private TokenizeFixture fixture;

  @BeforeEach
  void writeTokenizer() throws IOException {
    fixture = new TokenizeFixture(folder);
  }

  @ParameterizedTest
  @CsvSource({"7,1", "7,4", "ein/ö,5", "8,40"})
  void writesTheRowsOfAnUnshuffledRunInTheOrderOfTheirHashes(String seed, int files)
      throws IOException {
    fixture.writeLines(150);
    String chunks = "tokenize.max-tokens-per-row=16";
    TokensManifest plain = fixture.tokenize("plain", OutputMode.REFUSE, chunks);
    TokensManifest shuffled =
        fixture.tokenize(
            "shuffled",
            OutputMode.REFUSE,
            chunks,
            "tokenize.shuffle=\"" + seed + "\"",
            "tokenize.shuffle-files=" + files);

    assertThat(fixture.documents("shuffled"))
        .isEqualTo(sorted(fixture.documents("plain"), seed, files));
    assertThat(shuffled)
        .usingRecursiveComparison()
        .ignoringFields("seconds", "files")
        .isEqualTo(plain);
    assertThat(shuffled.files()).hasSize(files);
  }

  @Test
  void writesTheSameBytesHoweverSparkWorks() throws IOException {
    fixture.writeLines(150);
    fixture.tokenize(LocalSpark.session("local[1]"), "one", OutputMode.REFUSE, SHUFFLED);
    fixture.tokenize(LocalSpark.session("local[2]"), "two", OutputMode.REFUSE, SHUFFLED);
    SparkConf conf = SparkEnv.get().conf();
    conf.set("spark.shuffle.spill.numElementsForceSpillThreshold", "10");
    fixture.tokenize("spilled", OutputMode.REFUSE, SHUFFLED);
    conf.remove("spark.shuffle.spill.numElementsForceSpillThreshold");
    writeFromTheLastSplitOn("backwards");

    SortedMap<String, String> digests = parts("one");
    assertThat(digests).hasSize(4);
    for (String output : List.of("two", "spilled", "backwards")) {
      assertThat(parts(output)).as(output).isEqualTo(digests);
    }
  }

  @Test
  void countsOnceWhatIsDoneAgain() throws IOException {
    fixture.writeLines(100);
    fixture.write("a.jsonl", "{\"text\": \"the cat\"}\n{broken\n".getBytes(StandardCharsets.UTF_8));
    TokensManifest once = fixture.tokenize("once", OutputMode.REFUSE, with("tokenize.verify=all"));
    SparkSession retrying = LocalSpark.session("local[2,4]");
    String failing =
        FailingOnce.directory(
            folder.resolve("again"),
            retrying.sparkContext().hadoopConfiguration(),
            Set.of("part-00000.jsonl", "part-00001-of-00004.parquet"));
    TokensManifest again =
        fixture.tokenize(retrying, failing, OutputMode.REFUSE, with("tokenize.verify=all"));

    assertThat(FailingOnce.haveAllFailed()).isTrue();
    assertThat(again).usingRecursiveComparison().ignoringFields("seconds").isEqualTo(once);
    assertThat(again.documentsIn()).isEqualTo(102);
    assertThat(again.failed()).isEqualTo(1);
    assertThat(again.verifiedDocuments()).isEqualTo(101);
    assertThat(FileTree.digests(folder.resolve("again"), name -> !name.contains("manifest")))
        .isEqualTo(FileTree.digests(folder.resolve("once"), name -> !name.contains("manifest")));
  }

  @Test
  void resumesWithoutTouchingFinishedFilesAndEndsWithTheSameBytes() throws IOException {
    fixture.writeLines(100);
    TokensManifest whole = fixture.tokenize("whole", OutputMode.REFUSE, SHUFFLED);
    SparkSession spark = LocalSpark.session("local[1]"); // writes one file after the other
    fixture.begin("resumed", fixture.settings("resumed", OutputMode.RESUME, SHUFFLED));
    Path inTheWay = folder.resolve("resumed/part-00003-of-00004.parquet/directory");
    Files.createDirectories(inTheWay);
    assertThatThrownBy(() -> fixture.tokenize(spark, "resumed", OutputMode.RESUME, SHUFFLED))
        .hasStackTraceContaining("Cannot rename");
    FileTree.delete(inTheWay.getParent());
    Files.delete(folder.resolve("resumed/part-00001-of-00004.parquet"));
    Path finished = folder.resolve("resumed/part-00002-of-00004.parquet");
    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(finished, longAgo);

    TokensManifest resumed = fixture.tokenize(spark, "resumed", OutputMode.RESUME, SHUFFLED);
    assertThat(Files.getLastModifiedTime(finished)).isEqualTo(longAgo);
    assertThat(FileTree.digests(folder.resolve("resumed"), name -> !name.contains("manifest")))
        .isEqualTo(FileTree.digests(folder.resolve("whole"), name -> !name.contains("manifest")));
    assertThat(resumed).usingRecursiveComparison().ignoringFields("seconds").isEqualTo(whole);
  }

  @Test
  void isNotResumedInAnotherOrder() throws IOException {
    fixture.writeLines(10);
    fixture.tokenize("tokens", OutputMode.REFUSE);
    assertThatThrownBy(() -> fixture.tokenize("tokens", OutputMode.RESUME, SHUFFLED))
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.problems())
                    .satisfiesExactly(
                        seed -> assertThat(seed).contains("tokenize.shuffle: \"\" then, 7 now"),
                        files ->
                            assertThat(files).contains("tokenize.shuffle-files: 8 then, 4 now")));
  }

  @Test
  void keepsColumnsAndEmptyDocuments() throws IOException {
    String line = "{\"id\": \"%s\", \"text\": \"%s\", \"lang\": %s}%n";
    fixture.write(
        "a.jsonl",
        (line.formatted("ä", "the cat", "\"en\"") + line.formatted("b", "", "null"))
            .getBytes(StandardCharsets.UTF_8));
    fixture.tokenize("tokens", OutputMode.REFUSE, with("tokenize.keep-columns=[lang]"));
    List<TokenRow> rows =
        fixture.documents("tokens").stream().flatMap(List::stream).flatMap(List::stream).toList();
    assertThat(rows).extracting(TokenRow::id).containsExactlyInAnyOrder("ä", "b");
    assertThat(rows)
        .filteredOn(row -> row.id().equals("ä"))
        .extracting(TokenRow::kept)
        .containsExactly(List.of("en"));
    assertThat(rows)
        .filteredOn(row -> row.id().equals("b"))
        .extracting(TokenRow::kept)
        .containsExactly(Collections.singletonList(null));
  }

  private void writeFromTheLastSplitOn(String output) {
    TokenizeSettings settings = fixture.settings(output, OutputMode.REFUSE, SHUFFLED);
    List<Split> splits = new ArrayList<>(TokenizeFixture.splits(settings));
    SparkContext context = LocalSpark.session().sparkContext();
    TokenizeSpec spec = fixture.spec(settings, SplitMeter.of(splits, context));
    DocumentOrder order =
        new DocumentOrder(settings.shuffle().orElseThrow(), settings.shuffleFiles().of(0));
    ResultsByTask<EncodingCounts> counts = new ResultsByTask<>();
    context.register(counts);
    Collections.reverse(splits);
    new ShuffledFiles(JavaSparkContext.fromSparkContext(context), spec, order, counts)
        .write(splits);
  }

  /** All documents in the order of their hashes, in files of equal shares of all hashes. */
  private static List<List<List<TokenRow>>> sorted(
      List<List<List<TokenRow>>> splits, String seed, int files) {
    TreeMap<BigInteger, List<TokenRow>> byHash = new TreeMap<>();
    for (int split = 0; split < splits.size(); split++) {
      for (int ordinal = 0; ordinal < splits.get(split).size(); ordinal++) {
        byHash.put(sha256(seed + "/" + split + "/" + ordinal), splits.get(split).get(ordinal));
      }
    }
    List<List<List<TokenRow>>> shuffled = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      shuffled.add(new ArrayList<>());
    }
    byHash.forEach(
        (hash, document) ->
            shuffled
                .get(hash.multiply(BigInteger.valueOf(files)).shiftRight(256).intValueExact())
                .add(document));
    return shuffled;
  }

  private static BigInteger sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new BigInteger(1, digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String[] with(String assignment) {
    return new String[] {SHUFFLED[0], SHUFFLED[1], assignment};
  }

  private SortedMap<String, String> parts(String output) throws IOException {
    return FileTree.digests(
        folder.resolve(output), name -> name.startsWith("part-") && name.endsWith(".parquet"));
  }
}
