package org.gqvae.jobs.baseline;

import java.util.List;
import java.util.Optional;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.count.CountSettings;
import org.gqvae.jobs.distill.SpecialOptions;
import org.gqvae.jobs.train.TrainSettings;
import org.gqvae.model.baseline.UnigramSpec;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.vocabulary.Pruning;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * What {@code baseline} is asked to do.
 *
 * @param counting how the input is counted, but not whereto; its corpus may be counted words
 *     already
 * @param output the tokenizer directory
 * @param learnedTokens ids beside the single bytes and the specials
 * @param specials of the tokenizer
 * @param minCount words that occur less often the driver does not train on
 * @param maxWords distinct words that the driver can hold
 * @param tableWords the commonest words whose encoding is stored
 * @param prunedCandidates substrings that the kind pruned chooses among, at most
 * @param training of the kind vqvae, with a run directory of its own; of the others there is none
 */
public record BaselineSettings(
    Kind kind,
    CountSettings counting,
    OutputDirectory output,
    int learnedTokens,
    Specials specials,
    long minCount,
    int maxWords,
    int tableWords,
    UnigramSpec unigram,
    int prunedCandidates,
    Optional<TrainSettings> training) {
  private static final String PRUNED_CANDIDATES = "baseline.pruned.candidates";

  public BaselineSettings {
    if ((kind == Kind.VQVAE) != training.isPresent()) {
      throw new IllegalArgumentException("a vqvae is trained, and nothing else is");
    }
  }

  /** The method that a baseline is made by. */
  public enum Kind {
    /** Byte-pair encoding. */
    BPE,
    /** A unigram model, as SentencePiece trains it. */
    UNIGRAM,
    /** All substrings of the words, pruned for the fewest tokens. */
    PRUNED,
    /** A VQ-VAE of tokens of a fixed length: the network of a GQ-VAE without its gater. */
    VQVAE
  }

  /**
   * Reads the sections {@code count}, {@code tokenizer} and {@code baseline}, and for the kind
   * vqvae those of {@link TrainSettings}.
   *
   * @param run where a vqvae is trained
   */
  public static BaselineSettings read(
      ConfigReader reader, CorpusSettings corpus, OutputDirectory output, OutputDirectory run) {
    Kind kind = reader.oneOf("baseline.kind", Kind.class);
    Specials specials = SpecialOptions.read(reader);
    int learnedTokens =
        reader.between("baseline.vocabulary-size", Vocabulary.sizeOf(1, specials), 1 << 24)
            - Vocabulary.sizeOf(0, specials);
    int tableWords = reader.between("baseline.table-words", 0, 10_000_000);
    return new BaselineSettings(
        kind,
        CountSettings.read(reader, corpus, output),
        kind == Kind.VQVAE ? output : output.withoutResume(),
        learnedTokens,
        specials,
        reader.longAtLeast("baseline.min-count", 1),
        reader.between("baseline.max-words", 1, 100_000_000),
        tableWords,
        new UnigramSpec(
            reader.between("baseline.unigram.seed-tokens", 1, 100_000_000),
            reader.between("baseline.unigram.steps", 1, 100),
            reader.inRange("baseline.unigram.kept-share", 0.01, 0.99)),
        candidates(reader, kind, learnedTokens),
        kind == Kind.VQVAE
            ? Optional.of(
                TrainSettings.readForTokenizer(
                    ofFixedLength(reader, learnedTokens, tableWords), corpus, run))
            : Optional.empty());
  }

  private static int candidates(ConfigReader reader, Kind kind, int learnedTokens) {
    int candidates = reader.between(PRUNED_CANDIDATES, 1, Pruning.MAX_CANDIDATES);
    if (kind == Kind.PRUNED && candidates < learnedTokens) {
      reader.refuse(
          PRUNED_CANDIDATES,
          "expected at least the "
              + learnedTokens
              + " tokens that are to be learned, or a smaller baseline.vocabulary-size");
    }
    return candidates;
  }

  /** The settings under those that make the network one of fixed-length tokens. */
  private static ConfigReader ofFixedLength(ConfigReader reader, int codes, int tableWords) {
    int tokenBytes = reader.between("baseline.vqvae.token-bytes", 2, GqVaeSpec.WORD_BYTES);
    return reader.with(
        List.of(
            following("model.token-bytes", tokenBytes, "baseline.vqvae.token-bytes"),
            following("model.gate-every", tokenBytes, "baseline.vqvae.token-bytes"),
            following("model.codebook-size", codes, "baseline.vocabulary-size"),
            following("distill.table-words", tableWords, "baseline.table-words")));
  }

  private static Setting following(String key, int value, String from) {
    return Setting.ofText(key, String.valueOf(value), "from " + from);
  }

  /** The number of ids that the tokenizer shall have. */
  public int vocabularySize() {
    return Vocabulary.sizeOf(learnedTokens, specials);
  }
}
