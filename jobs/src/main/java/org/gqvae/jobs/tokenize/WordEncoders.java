package org.gqvae.jobs.tokenize;

import org.gqvae.io.artifact.CodedNetwork;
import org.gqvae.io.artifact.NetworkArtifact;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.UsageException;
import org.gqvae.model.tokenizer.MergesEncoder;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.tokenizer.WordEncoder;
import org.gqvae.model.vocabulary.Vocabulary;

/** Makes the encoder that a tokenizer's policy asks for. */
public final class WordEncoders {
  private WordEncoders() {}

  /**
   * The encoder of words that {@code tokenizer}'s table lacks. Not thread-safe: one a task.
   *
   * @throws UsageException when the tokenizer cannot encode by its policy
   */
  public static WordEncoder of(TokenizerArtifact tokenizer) {
    Policy policy = tokenizer.manifest().policy();
    return switch (policy) {
      case VITERBI ->
          tokenizer
              .scores()
              .map(scores -> new ViterbiEncoder(tokenizer.vocabulary(), scores))
              .orElseGet(() -> new ViterbiEncoder(tokenizer.vocabulary()));
      case NEURAL ->
          tokenizer
              .network()
              .map(network -> neural(network, tokenizer.vocabulary()))
              .orElseThrow(() -> unknown(policy));
      case MERGES ->
          tokenizer
              .scores()
              .map(scores -> new MergesEncoder(tokenizer.vocabulary(), scores))
              .orElseThrow(() -> unknown(policy));
    };
  }

  /**
   * Bytes on the heap of an encoder, which each task has: what grows with vocabulary and network.
   */
  static long heapBytes(TokenizerArtifact tokenizer) {
    int tokens = tokenizer.vocabulary().size();
    return switch (tokenizer.manifest().policy()) {
      case VITERBI -> ViterbiEncoder.heapBytes(tokens);
      case NEURAL ->
          tokenizer
              .network()
              .map(network -> CodedNetwork.of(network).encoderHeap(tokens))
              .orElse(0L);
      case MERGES -> 0;
    };
  }

  private static WordEncoder neural(NetworkArtifact network, Vocabulary vocabulary) {
    try {
      return CodedNetwork.of(network).encoder(vocabulary);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "The tokenizer's network is damaged: " + e.getMessage() + "; write or copy it again");
    }
  }

  private static UsageException unknown(Policy policy) {
    return new UsageException(
        "Invalid policy: " + Spelling.of(policy) + ", this tokenizer does not encode by it");
  }
}
