package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred corpora that were cut, flipped, renamed, joined, linked and forbidden: count and
 * tokenize read what another reader reads there, every document once, or end with one message.
 */
class MutatedCorporaTest {
  private static final int CORPORA = 200;
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;
  private final Map<Integer, Integer> endings = new TreeMap<>(); // by exit code
  private int withRejects; // of those that were read

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void eachIsReadAsOthersReadItOrRefusedByOneMessage() throws IOException {
    for (int seed = 0; seed < CORPORA; seed++) {
      Path input = folder.resolve("in" + seed);
      MutatedCorpus corpus = MutatedCorpus.write(seed, input);
      Optional<PlainCorpus> plain = plain(input);
      Path words = folder.resolve("words" + seed);
      check(corpus, plain, call("count", input, words, seed));
      Path tokens = folder.resolve("tokens" + seed);
      CommandLineCall tokenize = call("tokenize", input, tokens, seed);
      if (check(corpus, plain, tokenize)) {
        assertThat(texts(tokens)).as("%s", corpus).isEqualTo(plain.get().texts());
        assertThat(bytes(words))
            .as("%s", corpus)
            .isEqualTo(plain.get().texts().stream().mapToLong(String::length).sum());
      }
    }
    assertThat(endings.get(0)).as("%s", endings).isGreaterThan(CORPORA / 2);
    assertThat(endings.keySet()).containsExactly(0, 1, 2);
    assertThat(withRejects).isPositive();
  }

  /** Whether the command read the corpus; if so, all of it. */
  private boolean check(MutatedCorpus corpus, Optional<PlainCorpus> plain, CommandLineCall call) {
    endings.merge(call.exitCode(), 1, Integer::sum);
    String seen = corpus + "\n" + call.exitCode() + ": " + call.err();
    assertThat(call.err()).as(seen).doesNotContain("\tat ", "Exception");
    if (call.exitCode() == 1 || call.exitCode() == 2) {
      assertThat(plain.isPresent() && corpus.isSound()).as(seen).isFalse();
      assertThat(call.json().get("problems")).as(seen).hasSize(1);
      return false;
    }
    assertThat(plain).as(seen).isPresent();
    JsonNode result = call.json().get("result");
    assertThat(result.get("documents").asLong()).as(seen).isEqualTo(plain.get().texts().size());
    assertThat(result.get("failed").asLong()).as(seen).isEqualTo(plain.get().rejected());
    withRejects += plain.get().rejected() > 0 ? 1 : 0;
    return true;
  }

  private static Optional<PlainCorpus> plain(Path input) {
    try {
      return Optional.of(PlainCorpus.read(input));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Runs a verb, in splits of very different sizes. */
  private static CommandLineCall call(String verb, Path input, Path output, int seed) {
    List<String> words = new ArrayList<>(List.of(verb, "--json"));
    words.addAll(List.of("--input", input.toString(), "--output", output.toString()));
    words.addAll(List.of("--max-failed", "1000000", "--set", "count.files=2"));
    words.addAll(List.of("--set", "input.split-bytes=" + (seed % 3 == 0 ? "200B" : "1MB")));
    if (verb.equals("tokenize")) {
      words.addAll(List.of("--tokenizer", TinyRun.run().resolve("tokenizer").toString()));
    }
    return CommandLineCall.of(words.toArray(String[]::new));
  }

  /** The documents of token columns, decoded. */
  private static List<String> texts(Path tokens) throws IOException {
    var directory = new org.apache.hadoop.fs.Path(tokens.toUri());
    Vocabulary vocabulary =
        TokenizerDirectory.readDescription(
                new org.apache.hadoop.fs.Path(directory, TokenizerDirectory.BESIDE_TOKENS), HADOOP)
            .vocabulary();
    List<String> texts = new ArrayList<>();
    try (TokenColumnsReader rows = TokenColumnsReader.open(directory, HADOOP)) {
      while (rows.next()) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < rows.tokenCount(); i++) {
          text.writeBytes(vocabulary.literal(rows.inputIds()[i]));
        }
        String chunk = text.toString(StandardCharsets.ISO_8859_1);
        if (rows.chunkIndex() == 0) {
          texts.add(chunk);
        } else {
          texts.set(texts.size() - 1, texts.get(texts.size() - 1) + chunk);
        }
      }
    }
    return texts;
  }

  /** The bytes of all counted words, each as often as it was met. */
  private static long bytes(Path counted) throws IOException {
    long bytes = 0;
    try (WordCountsFile.Reader words =
        WordCountsFile.open(
            new org.apache.hadoop.fs.Path(counted.toString(), WordCountsFile.DIRECTORY), HADOOP)) {
      while (words.next()) {
        bytes += words.count() * words.word().length();
      }
    }
    return bytes;
  }
}
