package org.gqvae.jobs.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokenRow;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.TinyRun;
import org.gqvae.jobs.cli.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokenizing by a trained network. */
class NeuralPolicyTest {
  @TempDir Path folder;

  @Test
  void isLosslessAndWritesTheSameBytesOnOneCoreAndOnTwo() throws IOException {
    TokensManifest manifest =
        tokenize(LocalSpark.session(), TinyRun.stories(), "two", "input.split-bytes=50kB");
    assertThat(manifest.verifiedDocuments()).isEqualTo(manifest.documentsIn()).isPositive();
    assertThat(manifest.mismatches()).isZero();
    tokenize(LocalSpark.session("local[1]"), TinyRun.stories(), "one", "input.split-bytes=50kB");
    assertThat(parts("one")).isEqualTo(parts("two")).hasSizeGreaterThan(3);
  }

  @Test
  void givesADocumentTheSameIdsWhereverItStands() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String file : new String[] {"part-00000.jsonl", "part-00001.jsonl"}) {
      lines.addAll(Files.readAllLines(TinyRun.stories().resolve(file)));
    }
    Collections.reverse(lines);
    Path reversed = Files.write(folder.resolve("reversed.jsonl"), lines);
    tokenize(LocalSpark.session(), TinyRun.stories(), "forward");
    tokenize(LocalSpark.session(), reversed, "backward", "input.split-bytes=20kB");
    assertThat(idsByDocument("backward")).isEqualTo(idsByDocument("forward")).hasSize(lines.size());
  }

  private TokensManifest tokenize(
      SparkSession spark, Path input, String output, String... assignments) {
    List<String> all = new ArrayList<>(List.of(assignments));
    all.addAll(List.of("tokenize.policy=neural", "tokenize.verify=all"));
    return new TokenizeJob(
            spark,
            TokenizeSettings.read(
                LocalSpark.settings(all.toArray(String[]::new)),
                TinyRun.run().resolve("tokenizer").toString(),
                input.toString(),
                LocalSpark.output(
                    folder.resolve(output), OutputMode.REFUSE, TokenizeJob.OWN_NAMES)))
        .run();
  }

  private SortedMap<String, String> parts(String output) throws IOException {
    return FileTree.digests(folder.resolve(output), name -> name.endsWith(".parquet"));
  }

  private SortedMap<String, List<Integer>> idsByDocument(String output) throws IOException {
    TreeMap<String, List<Integer>> ids = new TreeMap<>();
    try (TokenColumnsReader reader =
        TokenColumnsReader.open(
            new org.apache.hadoop.fs.Path(folder.resolve(output).toString()),
            new Configuration())) {
      while (reader.next()) {
        TokenRow row = reader.row();
        List<Integer> document = ids.computeIfAbsent(row.id(), id -> new ArrayList<>());
        for (int token : row.inputIds()) {
          document.add(token);
        }
      }
    }
    return ids;
  }
}
