package org.gqvae.io.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A line of the metrics.jsonl of a language model: where its training stands behind a round.
 *
 * @param tokensSeen tokens trained on so far, over all workers
 * @param bytesSeen bytes of text that they stand for
 * @param operations floating-point operations of training so far, by formula
 * @param bitsPerByte on the held-out documents; null where they were not measured behind this round
 * @param learningRate of the round's last step
 */
public record LanguageModelRound(
    @JsonProperty("round") int round,
    @JsonProperty("tokens_seen") long tokensSeen,
    @JsonProperty("bytes_seen") long bytesSeen,
    @JsonProperty("operations") double operations,
    @JsonProperty("bits_per_byte") Double bitsPerByte,
    @JsonProperty("learning_rate") double learningRate,
    @JsonProperty("train_seconds") double trainSeconds,
    @JsonProperty("average_seconds") double averageSeconds,
    @JsonProperty("measure_seconds") double measureSeconds) {}
