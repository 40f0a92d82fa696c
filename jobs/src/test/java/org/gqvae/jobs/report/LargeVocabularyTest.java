package org.gqvae.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of documents, each of which uses few of very many ids. */
class LargeVocabularyTest {
  private static final int LEARNED = 130_816;
  private static final int ORDINARY_IDS = Vocabulary.SINGLE_BYTES + LEARNED;
  private static final int GROUPS = 200;
  private static final int DOCUMENTS = 2_000;
  private static final int WORDS = 60;

  @TempDir Path folder;

  private final Map<String, Set<Integer>> wordsByGroup = new HashMap<>();

  @BeforeEach
  void tokenizeWordsThatAreATokenEach() throws IOException {
    TokenizerDirectory.write(
        new org.apache.hadoop.fs.Path(at("tokenizer")),
        TokenizerArtifact.of(
            TokenizerKind.BPE,
            PreTokenizer.GPT2,
            Policy.VITERBI,
            "segments",
            Vocabulary.of(
                IntStream.range(0, LEARNED)
                    .mapToObj(i -> word(i).getBytes(StandardCharsets.UTF_8))
                    .toList()),
            List.of(),
            Optional.empty()),
        new Configuration());
    Random random = new Random(7);
    try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve("in.jsonl"))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        String group = "group " + i % GROUPS;
        int[] words = random.ints(WORDS, 0, LEARNED).toArray();
        StringBuilder text = new StringBuilder();
        for (int word : words) {
          text.append(word(word));
          wordsByGroup.computeIfAbsent(group, key -> new HashSet<>()).add(word);
        }
        lines.write("{\"text\":\"%s\",\"group\":\"%s\"}\n".formatted(text, group));
      }
    }
    call(
        "tokenize --keep-columns group --set input.split-bytes=200kB",
        "--tokenizer",
        at("tokenizer"),
        "--input",
        at("in.jsonl"),
        "--output",
        at("tokens"));
  }

  @Test
  void takesFromExecutorsOnlyTheIdsThatOccurInAGroup() throws IOException {
    ResultBytes results = new ResultBytes();
    SparkContext context = LocalSpark.session().sparkContext();
    context.addSparkListener(results);
    call("report --group-by group", "--tokens", at("tokens"), "--output", at("report"));
    context.removeSparkListener(results);

    long arraysOfAllIds = (long) GROUPS * ORDINARY_IDS * Long.BYTES; // 210 MB
    assertThat(results.bytes.get()).isPositive().isLessThan(arraysOfAllIds / 50);
    JsonNode set =
        new ObjectMapper()
            .readTree(folder.resolve("report/stats.json").toFile())
            .at("/data_sets/0");
    assertThat(set.at("/figures/vocabulary_use/ids").intValue()).isEqualTo(ORDINARY_IDS);
    assertThat(set.at("/figures/tokens").intValue()).isEqualTo(DOCUMENTS * WORDS);
    Set<Integer> all = new HashSet<>();
    wordsByGroup.values().forEach(all::addAll);
    assertThat(set.at("/figures/vocabulary_use/used_ids").intValue()).isEqualTo(all.size());
    assertThat(set.get("groups")).hasSize(GROUPS);
    for (JsonNode group : set.get("groups")) {
      String value = group.get("value").textValue();
      assertThat(group.at("/figures/vocabulary_use/used_ids").intValue())
          .as(value)
          .isEqualTo(wordsByGroup.get(value).size());
    }
  }

  /** A space and four letters of twenty. */
  private static String word(int number) {
    StringBuilder word = new StringBuilder(" ");
    for (int rest = number, letter = 0; letter < 4; letter++, rest /= 20) {
      word.append((char) ('a' + rest % 20));
    }
    return word.toString();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private static void call(String options, String... paths) {
    List<String> words = new ArrayList<>(List.of(options.split(" ")));
    words.addAll(List.of(paths));
    CommandLineCall call = CommandLineCall.of(words.toArray(String[]::new));
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  /** Adds up what tasks send to the driver. */
  private static final class ResultBytes extends SparkListener {
    private final AtomicLong bytes = new AtomicLong();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      bytes.addAndGet(task.taskMetrics().resultSize());
    }
  }
}
