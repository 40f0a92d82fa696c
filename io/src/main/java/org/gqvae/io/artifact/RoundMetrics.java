package org.gqvae.io.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;

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
    @JsonProperty("usage_seconds") double usageSeconds) {
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
  }

  /** JSON has no other numbers. */
  private static Double finiteOrNull(Double value) {
    return value != null && Double.isFinite(value) ? value : null;
  }
}
