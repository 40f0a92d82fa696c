package org.gqvae.jobs.distill;

import java.util.List;
import java.util.Optional;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * How a tokenizer is made of a trained network.
 *
 * @param strategy where the tokens come from; empty: as {@link #strategyFor} says
 * @param vocabularySize tokens in all, single bytes and specials with them, where the strategy can
 *     choose; 0: as many as the network has codes, and those
 * @param specials of the tokenizer
 * @param readings bytes per gate at which the gates are read for segments, beside where they are
 *     open, as shares of the bytes of a running word; empty: as {@link #readingsFor} says
 * @param pruningWords the commonest words: their segments are the candidates, and are judged by
 *     these words
 * @param tableWords the commonest words whose encoding is stored
 */
public record DistillSettings(
    Optional<Strategy> strategy,
    int vocabularySize,
    Specials specials,
    Optional<List<Double>> readings,
    int pruningWords,
    int tableWords) {

  /** Where the tokens come from. */
  public enum Strategy {
    /** What stands between the gates, pruned by what the words would miss. */
    SEGMENTS,
    /** What each code is most used for, each string once. */
    VOTE,
    /** What each code's decoder says (the paper's). */
    DECODER,
    /** A control: all substrings of the words, pruned likewise; no network. */
    WORD_LIST,
    /** A control: what stands between gates drawn at random at the network's rate. */
    RANDOM_GATES,
    /** A control: what stands between the gates of the network before its training. */
    UNTRAINED;

    /** Whether it is there to hold others against: no GQ-VAE's, and without codes. */
    public boolean isControl() {
      return switch (this) {
        case SEGMENTS, VOTE, DECODER -> false;
        case WORD_LIST, RANDOM_GATES, UNTRAINED -> true;
      };
    }

    /**
     * How a tokenizer of such a network encodes unless it is told otherwise. Where gates are fixed
     * and tokens are what codes name, by the network: that is what a fixed-length VQ-VAE is.
     */
    public Policy policy(GqVaeSpec network) {
      boolean isNamedByCodes = this == VOTE || this == DECODER;
      return isNamedByCodes && !network.hasLearnedGates() ? Policy.NEURAL : Policy.VITERBI;
    }
  }

  private static final List<Double> READINGS = List.of(0.98, 0.85, 0.75, 0.65, 0.55, 0.45);

  /** A large vocabulary needs more candidates. */
  private static final List<Double> MANY_READINGS =
      List.of(0.99, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3);

  private static final int FEW_TOKENS = 4096;

  public DistillSettings {
    readings = readings.map(List::copyOf);
  }

  /**
   * The readings that are set, else those for the tokens to be learned from {@code codes} codes.
   */
  public List<Double> readingsFor(int codes) {
    return readings.orElse(learnedTokens(codes) <= FEW_TOKENS ? READINGS : MANY_READINGS);
  }

  /** The strategy that is set, else segments where gates are learned, and votes where not. */
  public Strategy strategyFor(GqVaeSpec network) {
    return strategy.orElse(network.hasLearnedGates() ? Strategy.SEGMENTS : Strategy.VOTE);
  }

  /** How many tokens of two bytes or more are to be learned from {@code codes} codes. */
  public int learnedTokens(int codes) {
    return vocabularySize == 0 ? codes : vocabularySize - Vocabulary.sizeOf(0, specials);
  }

  /** Reads the sections {@code distill} and {@code tokenizer}. */
  public static DistillSettings read(ConfigReader reader) {
    Specials specials = SpecialOptions.read(reader);
    int vocabularySize = reader.between("distill.vocabulary-size", 0, 1 << 21);
    if (vocabularySize > 0 && vocabularySize < Vocabulary.sizeOf(1, specials)) {
      reader.refuse(
          "distill.vocabulary-size",
          "expected 0, or more than the 256 single bytes and " + specials.size() + " specials");
    }
    return new DistillSettings(
        reader.oneOfOrNone("distill.strategy", Strategy.class),
        vocabularySize,
        specials,
        reader.numbersInRangeOrNone("distill.readings", 0.01, 0.99),
        reader.between("distill.pruning-words", 1, 10_000_000),
        reader.between("distill.table-words", 0, 10_000_000));
  }
}
