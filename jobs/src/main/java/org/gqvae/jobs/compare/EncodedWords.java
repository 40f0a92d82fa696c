package org.gqvae.jobs.compare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.report.Comparison.GateFigures;
import org.gqvae.jobs.tokenize.Tokenizers;
import org.gqvae.jobs.tokenize.WordEncoders;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.NeuralEncoder;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.WordEncoder;

/** The distinct words of a text as one tokenizer encodes them. */
public final class EncodedWords {
  /** Words of a task: enough to be worth one, few enough to share out what a network does. */
  private static final int WORDS_A_TASK = 4096;

  private final List<WordCounts.Entry> words;
  private final int[] ids; // of all words, one word's behind another's
  private final int[] starts; // (words + 1)  where a word's ids begin
  private final Optional<GateFigures> gates;

  private EncodedWords(
      List<WordCounts.Entry> words, int[] ids, int[] starts, Optional<GateFigures> gates) {
    this.words = words;
    this.ids = ids;
    this.starts = starts;
    this.gates = gates;
  }

  /**
   * Encodes words on the executors.
   *
   * @param directory of the tokenizer, the same on every machine
   * @param words distinct
   */
  static EncodedWords of(
      String directory,
      TokenizerManifest tokenizer,
      List<WordCounts.Entry> words,
      JavaSparkContext context,
      SerializableConfiguration hadoop) {
    int tasks = Math.max(1, (words.size() + WORDS_A_TASK - 1) / WORDS_A_TASK);
    List<Part> parts =
        context
            .parallelize(words, tasks)
            .mapPartitions(
                new Encode(directory, tokenizer.policy(), tokenizer.fingerprint(), hadoop))
            .collect();
    int[] ids = parts.stream().flatMapToInt(part -> Arrays.stream(part.ids)).toArray();
    int[] starts = new int[words.size() + 1];
    int word = 0;
    for (Part part : parts) {
      for (byte tokens : part.tokens) {
        starts[word + 1] = starts[word] + tokens;
        word++;
      }
    }
    return new EncodedWords(words, ids, starts, gates(parts));
  }

  private static Optional<GateFigures> gates(List<Part> parts) {
    return parts.stream()
        .flatMap(part -> Optional.ofNullable(part.gates).stream())
        .reduce(
            (a, b) ->
                new GateFigures(
                    a.bytes() + b.bytes(),
                    a.words() + b.words(),
                    a.exactWords() + b.exactWords(),
                    a.segments() + b.segments(),
                    a.repairedSegments() + b.repairedSegments()));
  }

  /** The ids of a word, by its place. */
  public int[] ids(int word) {
    return Arrays.copyOfRange(ids, starts[word], starts[word + 1]);
  }

  /** (words) the number of tokens of each word. */
  byte[] tokens() {
    byte[] tokens = new byte[words.size()];
    for (int word = 0; word < tokens.length; word++) {
      tokens[word] = (byte) (starts[word + 1] - starts[word]);
    }
    return tokens;
  }

  /** What gates and codes make of the running words; empty where no network encodes. */
  Optional<GateFigures> gates() {
    return gates;
  }

  /**
   * What the running words tell, each word as often as it occurs.
   *
   * @param ordinaryIds of the vocabulary
   */
  TokenCounts counts(int ordinaryIds) {
    long[] uses = new long[ordinaryIds];
    long running = 0;
    long continued = 0;
    for (int word = 0; word < words.size(); word++) {
      long count = words.get(word).count();
      for (int i = starts[word]; i < starts[word + 1]; i++) {
        uses[ids[i]] += count;
      }
      running += count;
      continued += starts[word + 1] - starts[word] > 1 ? count : 0;
    }
    return TokenCounts.ofWords(running, continued, uses);
  }

  /**
   * Words of one task.
   *
   * @param ids of all words
   * @param tokens (words) how many of the ids are a word's
   * @param gates what the gates make of them, null where there are none
   */
  private record Part(int[] ids, byte[] tokens, GateFigures gates) implements Serializable {}

  /** Words to one part. */
  private record Encode(
      String directory, Policy policy, String fingerprint, SerializableConfiguration hadoop)
      implements FlatMapFunction<Iterator<WordCounts.Entry>, Part> {
    @Override
    public Iterator<Part> call(Iterator<WordCounts.Entry> entries) {
      Configuration configuration = hadoop.value();
      TokenizerArtifact tokenizer = Tokenizers.load(directory, policy, fingerprint, configuration);
      List<WordCounts.Entry> words = new ArrayList<>();
      entries.forEachRemaining(words::add);
      WordEncoder encoder = WordEncoders.of(tokenizer);
      Part part =
          encoder instanceof NeuralEncoder neural
              ? gated(neural, words)
              : part(encoder.encode(words(words)), null);
      return List.of(part).iterator();
    }

    private static Part gated(NeuralEncoder encoder, List<WordCounts.Entry> entries) {
      List<NeuralEncoder.Gated> gated = encoder.encodeGated(words(entries));
      long bytes = 0;
      long words = 0;
      long exactWords = 0;
      long segments = 0;
      long repaired = 0;
      for (int i = 0; i < gated.size(); i++) {
        long count = entries.get(i).count();
        bytes += count * entries.get(i).word().length();
        words += count;
        exactWords += gated.get(i).isExact() ? count : 0;
        segments += count * gated.get(i).segments();
        repaired += count * gated.get(i).repaired();
      }
      return part(
          gated.stream().map(NeuralEncoder.Gated::ids).toList(),
          new GateFigures(bytes, words, exactWords, segments, repaired));
    }

    private static Part part(List<int[]> encodings, GateFigures gates) {
      byte[] tokens = new byte[encodings.size()];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = (byte) encodings.get(i).length;
      }
      return new Part(encodings.stream().flatMapToInt(Arrays::stream).toArray(), tokens, gates);
    }

    private static List<Word> words(List<WordCounts.Entry> entries) {
      return entries.stream().map(WordCounts.Entry::word).toList();
    }
  }
}
