package org.gqvae.jobs.settings;

import java.util.Locale;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.model.baseline.UnigramSpec;

/**
 * What {@code baseline} is asked to do.
 *
 * @param counting how the input is counted, but not whereto; its corpus may be counted words
 *     already
 * @param output the tokenizer directory
 * @param learnedTokens ids beside the single bytes and the specials
 * @param minCount words that occur less often are not trained on
 * @param maxWords distinct words that the driver can hold
 * @param tableWords the commonest words whose encoding is stored
 */
public record BaselineSettings(
    Kind kind,
    CountSettings counting,
    OutputDirectory output,
    int learnedTokens,
    long minCount,
    int maxWords,
    int tableWords,
    UnigramSpec unigram) {
  private static final int OTHER_IDS = 256 + 2;

  /** The method that a baseline is made by. */
  public enum Kind {
    /** Byte-pair encoding. */
    BPE,
    /** A unigram model, as SentencePiece trains it. */
    UNIGRAM;

    /** As it is written: lower case. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads the sections {@code count} and {@code baseline}. */
  public static BaselineSettings read(
      ConfigReader reader, CorpusSettings corpus, OutputDirectory output) {
    return new BaselineSettings(
        reader.oneOf("baseline.kind", Kind.class),
        CountSettings.read(reader, corpus, output),
        output,
        reader.between("baseline.vocabulary-size", OTHER_IDS + 1, 1 << 24) - OTHER_IDS,
        reader.longAtLeast("baseline.min-count", 1),
        reader.between("baseline.max-words", 1, 100_000_000),
        reader.between("baseline.table-words", 0, 10_000_000),
        new UnigramSpec(
            reader.between("baseline.unigram.seed-tokens", 1, 100_000_000),
            reader.between("baseline.unigram.steps", 1, 100),
            reader.inRange("baseline.unigram.kept-share", 0.01, 0.99)));
  }

  /** The number of ids that the tokenizer shall have. */
  public int vocabularySize() {
    return OTHER_IDS + learnedTokens;
  }
}
