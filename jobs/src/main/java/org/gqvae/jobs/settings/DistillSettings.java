package org.gqvae.jobs.settings;

import java.util.Locale;
import org.gqvae.io.config.ConfigReader;

/**
 * How a tokenizer is made of a trained network.
 *
 * @param tableWords the commonest words whose encoding is stored
 */
public record DistillSettings(Strategy strategy, int tableWords) {

  /** What a code stands for. */
  public enum Strategy {
    /** What it is most used for, each string once. */
    VOTE,
    /** What its decoder says (the paper's). */
    DECODER;

    /** As manifests spell it: lower case. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads the section {@code distill}. */
  public static DistillSettings read(ConfigReader reader) {
    return new DistillSettings(
        reader.oneOf("distill.strategy", Strategy.class),
        reader.between("distill.table-words", 0, 10_000_000));
  }
}
