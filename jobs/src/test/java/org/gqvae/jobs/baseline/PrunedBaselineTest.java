package org.gqvae.jobs.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.TinyRun;
import org.gqvae.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code baseline pruned}. */
class PrunedBaselineTest {
  @TempDir Path folder;

  @Test
  void makesTheSameFilesEachTime() throws IOException {
    pruned("one", "--vocabulary-size", "700");
    pruned("two", "--vocabulary-size", "700", "--set", "count.files=3");
    assertThat(FileTree.digests(folder.resolve("two"), name -> true))
        .isEqualTo(FileTree.digests(folder.resolve("one"), name -> true))
        .containsOnlyKeys("manifest.json", "vocab.tsv", "word_table.parquet");
  }

  @Test
  void learnsAsManyTokensAsAreAskedForAndNoMoreThanThereAre() {
    for (int size : new int[] {259, 2_000}) {
      JsonNode made = pruned("tok", "--overwrite", "--vocabulary-size", String.valueOf(size));
      assertThat(made.get("asked_tokens").intValue()).isEqualTo(size - 258);
      assertThat(made.get("learned_tokens").intValue()).isEqualTo(size - 258);
    }
    JsonNode made = pruned("tok", "--overwrite", "--vocabulary-size", "900000");
    assertThat(made.get("asked_tokens").intValue()).isEqualTo(899_742);
    assertThat(made.get("learned_tokens").intValue()).isBetween(2_000, 899_741);
  }

  @Test
  void refusesMoreTokensThanCandidates() {
    CommandLineCall call =
        baseline("pruned", TinyRun.stories(), "tok", "--set", "baseline.pruned.candidates=3000");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .contains(
            "Invalid baseline.pruned.candidates: 3000 (--set baseline.pruned.candidates=3000),"
                + " expected at least the 3742 tokens that are to be learned, or a smaller"
                + " baseline.vocabulary-size");
  }

  @Test
  void isExportedToHuggingFaceAsAUnigramModel() throws IOException {
    pruned("tok", "--vocabulary-size", "400");
    JsonNode exported =
        result(
            CommandLineCall.of(
                "export",
                "--tokenizer",
                folder + "/tok",
                "--format",
                "huggingface",
                "--output",
                folder + "/out",
                "--json"));
    assertThat(exported.get("compared_texts").intValue()).isPositive();
    assertThat(json("out/tokenizer.json").at("/model/type").textValue()).isEqualTo("Unigram");
  }

  @Test
  void putsMoreBytesOfHeldOutTextIntoATokenThanBpe() throws IOException {
    Path learned = Needed.corpora("tinystories-train.jsonl");
    Path heldOut = Needed.corpora("tinystories-valid.jsonl");
    Path words = folder.resolve("words");
    result(CommandLineCall.of("count", "--input", learned + "", "--output", words + "", "--json"));
    for (String kind : new String[] {"bpe", "pruned"}) {
      result(baseline(kind, words, kind, "--vocabulary-size", "1000"));
    }
    result(
        CommandLineCall.of(
            "compare",
            "--tokenizers",
            folder + "/bpe," + folder + "/pruned",
            "--input",
            heldOut.toString(),
            "--output",
            folder + "/compared",
            "--set",
            "compare.resamples=100",
            "--json"));
    double[] bytesPerToken =
        json("compared/compare.json").findValues("bytes_per_token").stream()
            .mapToDouble(JsonNode::doubleValue)
            .toArray();
    assertThat(bytesPerToken).hasSize(2);
    assertThat(bytesPerToken[1]).isGreaterThan(1.04 * bytesPerToken[0]);
  }

  private JsonNode pruned(String output, String... more) {
    return result(baseline("pruned", TinyRun.stories(), output, more));
  }

  private CommandLineCall baseline(String kind, Path input, String output, String... more) {
    Stream<String> words =
        Stream.of(
            "baseline",
            kind,
            "--input",
            input.toString(),
            "--output",
            folder.resolve(output).toString(),
            "--json");
    return CommandLineCall.of(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }

  private static JsonNode result(CommandLineCall call) {
    assertThat(call.exitCode()).as(call.err()).isZero();
    return call.json().get("result");
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }
}
