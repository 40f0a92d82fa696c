package org.gqvae.io.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.training.VocabularyGrowth;
import org.gqvae.model.training.WorstWords;

/**
 * A line of metrics.jsonl: what a round came to. Losses are in nats a running position, measured
 * behind the round on drawn words; what cannot be told, or is no finite number, is null.
 *
 * @param wordsSeen running words trained on so far, over all workers
 * @param loss the sum of the four parts below it
 * @param heldOutLoss the same on words that are not trained on
 * @param bytesPerToken under the paper's policy with the decoder's strings, repairs included; null
 *     before there are codes
 * @param bytesPerGate bytes per gate over one half
 * @param exactWords share of the running words that need no repair; null before there are codes
 * @param heldOutBytesPerToken as {@code bytesPerToken}, on words that are not trained on
 * @param heldOutBytesPerGate as {@code bytesPerGate}, on words that are not trained on
 * @param heldOutExactWords as {@code exactWords}, of words that are not trained on
 * @param gateCost nats that a gate costs behind the round
 * @param codesUsed codes that end a token
 * @param learningRate of the round's last step
 * @param vocabularySize distinct byte strings that codes name behind the round; null before there
 *     are codes
 * @param vocabularyNew of these, the ones that no code named behind the round before
 * @param newTokens the most used of those that are new, the most used first
 * @param worstWords the words trained on that are reconstructed worst, the worst first
 */
public record RoundMetrics(
    @JsonProperty("round") int round,
    @JsonProperty("words_seen") long wordsSeen,
    @JsonProperty("loss") Double loss,
    @JsonProperty("held_out_loss") Double heldOutLoss,
    @JsonProperty("reconstruction") Double reconstruction,
    @JsonProperty("compression") Double compression,
    @JsonProperty("mask") Double mask,
    @JsonProperty("quantization") Double quantization,
    @JsonProperty("bytes_per_token") Double bytesPerToken,
    @JsonProperty("bytes_per_gate") Double bytesPerGate,
    @JsonProperty("exact_words") Double exactWords,
    @JsonProperty("held_out_bytes_per_token") Double heldOutBytesPerToken,
    @JsonProperty("held_out_bytes_per_gate") Double heldOutBytesPerGate,
    @JsonProperty("held_out_exact_words") Double heldOutExactWords,
    @JsonProperty("gate_cost") double gateCost,
    @JsonProperty("codes_used") Integer codesUsed,
    @JsonProperty("revived_codes") Integer revivedCodes,
    @JsonProperty("learning_rate") double learningRate,
    @JsonProperty("train_seconds") double trainSeconds,
    @JsonProperty("average_seconds") double averageSeconds,
    @JsonProperty("usage_seconds") double usageSeconds,
    @JsonProperty("vocabulary_size") Integer vocabularySize,
    @JsonProperty("vocabulary_new") Integer vocabularyNew,
    @JsonProperty("new_tokens") List<NewToken> newTokens,
    @JsonProperty("worst_words") List<WorstWord> worstWords) {

  /**
   * A byte string that a code has come to name.
   *
   * @param bytes escaped as in vocab.tsv
   * @param count tokens of the drawn words that its codes end
   */
  public record NewToken(@JsonProperty("bytes") String bytes, @JsonProperty("count") long count) {
    public static NewToken of(VocabularyGrowth.Use use) {
      return new NewToken(use.token().toString(), use.count());
    }
  }

  /**
   * A word that is reconstructed badly, its bytes and its parts' escaped as in vocab.tsv.
   *
   * @param count how often it was drawn
   * @param natsPerByte reconstruction loss where its tokens end / its bytes
   * @param segments what the gates cut it into
   * @param decoded what the code of each segment says; empty before there are codes
   */
  public record WorstWord(
      @JsonProperty("bytes") String bytes,
      @JsonProperty("count") long count,
      @JsonProperty("nats_per_byte") double natsPerByte,
      @JsonProperty("segments") List<String> segments,
      @JsonProperty("decoded") List<String> decoded) {
    public static WorstWord of(WorstWords.Seen seen) {
      return new WorstWord(
          seen.word().toString(),
          seen.count(),
          seen.natsPerByte(),
          seen.segments().stream().map(Word::toString).toList(),
          seen.decoded().stream().map(Word::toString).toList());
    }
  }

  public RoundMetrics {
    loss = finiteOrNull(loss);
    heldOutLoss = finiteOrNull(heldOutLoss);
    reconstruction = finiteOrNull(reconstruction);
    compression = finiteOrNull(compression);
    mask = finiteOrNull(mask);
    quantization = finiteOrNull(quantization);
    bytesPerToken = finiteOrNull(bytesPerToken);
    bytesPerGate = finiteOrNull(bytesPerGate);
    exactWords = finiteOrNull(exactWords);
    heldOutBytesPerToken = finiteOrNull(heldOutBytesPerToken);
    heldOutBytesPerGate = finiteOrNull(heldOutBytesPerGate);
    heldOutExactWords = finiteOrNull(heldOutExactWords);
    newTokens = List.copyOf(newTokens);
    worstWords = List.copyOf(worstWords);
  }

  /** JSON has no other numbers. */
  private static Double finiteOrNull(Double value) {
    return value != null && Double.isFinite(value) ? value : null;
  }
}
