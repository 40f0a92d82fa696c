package org.gqvae.io.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.JsonFile;

/**
 * {@code lm.json}: what a language model that was trained on token columns came to. It is written
 * last, so that its presence says that the run is finished.
 *
 * @param bitsPerByte at the end: of all tokens of the held-out documents, their ends of text
 *     included, over the documents' bytes
 * @param points on the way, the last of them the end
 * @param tokenizer that both sets of token columns were made by
 * @param tokens what was trained on
 * @param heldOut what was measured on
 */
public record LanguageModelRun(
    @JsonProperty("bits_per_byte") double bitsPerByte,
    @JsonProperty("points") List<Point> points,
    @JsonProperty("tokenizer") Tokenizer tokenizer,
    @JsonProperty("tokens") TokenSet tokens,
    @JsonProperty("held_out") TokenSet heldOut,
    @JsonProperty("model") Model model,
    @JsonProperty("training") Training training) {
  /** The file's name. */
  public static final String FILE_NAME = "lm.json";

  /**
   * A measurement on the held-out documents.
   *
   * @param share of the training that is done
   * @param bytesSeen bytes of text trained on so far, by all workers, repeated ones each time
   * @param operations floating-point operations of training so far, by formula
   */
  public record Point(
      @JsonProperty("share") double share,
      @JsonProperty("bytes_seen") long bytesSeen,
      @JsonProperty("operations") double operations,
      @JsonProperty("bits_per_byte") double bitsPerByte) {
    public Point {
      if (!(bitsPerByte > 0 && bitsPerByte < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "bits_per_byte of a point is %s, expected above 0".formatted(bitsPerByte));
      }
    }
  }

  /**
   * What made the ids.
   *
   * @param kind as in the tokenizer's manifest: gqvae, bpe, ..
   * @param policy by which the words were encoded
   * @param vocabularySize ids in all
   */
  public record Tokenizer(
      @JsonProperty("fingerprint") String fingerprint,
      @JsonProperty("kind") String kind,
      @JsonProperty("policy") String policy,
      @JsonProperty("vocabulary_size") int vocabularySize) {}

  /**
   * Token columns.
   *
   * @param tokens without the ends of text
   * @param bytesPerToken bytes over tokens with the ends of text
   * @param sha256 of names and contents of the files
   */
  public record TokenSet(
      @JsonProperty("path") String path,
      @JsonProperty("documents") long documents,
      @JsonProperty("tokens") long tokens,
      @JsonProperty("bytes") long bytes,
      @JsonProperty("bytes_per_token") double bytesPerToken,
      @JsonProperty("sha256") String sha256) {}

  /**
   * The network.
   *
   * @param contextTokens tokens that it sees at once: {@code contextBytes} over bytes per token
   * @param positions learned or rotary
   */
  public record Model(
      @JsonProperty("layers") int layers,
      @JsonProperty("width") int width,
      @JsonProperty("heads") int heads,
      @JsonProperty("positions") String positions,
      @JsonProperty("context_bytes") int contextBytes,
      @JsonProperty("context_tokens") int contextTokens,
      @JsonProperty("parameters") long parameters) {}

  /**
   * How it was trained.
   *
   * @param batches of each worker between two averagings
   * @param batchContexts contexts in a batch
   * @param operationsPerToken floating-point operations of training on a token, by formula
   */
  public record Training(
      @JsonProperty("seed") long seed,
      @JsonProperty("workers") int workers,
      @JsonProperty("rounds") int rounds,
      @JsonProperty("batches") int batches,
      @JsonProperty("batch_contexts") int batchContexts,
      @JsonProperty("learning_rate") double learningRate,
      @JsonProperty("operations_per_token") double operationsPerToken) {}

  public LanguageModelRun {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("there are no points");
    }
    double last = points.get(points.size() - 1).bitsPerByte();
    if (bitsPerByte != last) {
      throw new IllegalArgumentException(
          "bits_per_byte is %s, that of the last of points %s".formatted(bitsPerByte, last));
    }
  }

  /** Writes {@code directory/lm.json}, whole or not at all. */
  public void write(Path directory, Configuration hadoop) throws IOException {
    JsonFile.write(new Path(directory, FILE_NAME), this, hadoop);
  }

  /**
   * Reads {@code directory/lm.json}.
   *
   * @throws UsageException when it is missing or damaged
   */
  public static LanguageModelRun read(Path directory, Configuration hadoop) throws IOException {
    return JsonFile.read(
        new Path(directory, FILE_NAME),
        LanguageModelRun.class,
        "expected the output of a finished `gqvae lm`",
        hadoop);
  }
}
