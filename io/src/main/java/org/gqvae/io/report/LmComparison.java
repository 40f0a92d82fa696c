package org.gqvae.io.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.model.statistics.Spread;

/**
 * {@code lm-compare.json}: language models that were trained on the same text by different
 * tokenizers, side by side; io/README.md defines each field.
 *
 * @param reference name of the contender that the others are held against
 * @param tokens the text that all were trained on
 * @param heldOut the text that all were measured on
 * @param bytes where they are compared by bytes of training text
 * @param operations where they are compared by floating-point operations
 * @param entries the contenders in the order given
 */
public record LmComparison(
    @JsonProperty("format_version") int formatVersion,
    @JsonProperty("reference") String reference,
    @JsonProperty("tokens") Text tokens,
    @JsonProperty("held_out") Text heldOut,
    @JsonProperty("model") Shape model,
    @JsonProperty("bytes") Scale bytes,
    @JsonProperty("operations") Scale operations,
    @JsonProperty("contenders") List<Entry> entries) {
  /** The file's name. */
  public static final String FILE_NAME = "lm-compare.json";

  static final int FORMAT_VERSION = 1;

  /** Fewer runs have a standard deviation that says little. */
  private static final int LEAST_RUNS_OF_A_DEVIATION = 3;

  public LmComparison {
    entries = List.copyOf(entries);
  }

  /**
   * Compares contenders whose runs are comparable.
   *
   * @param reference place of the contender that the others are held against
   * @throws IllegalArgumentException when there is no amount of training after which all were
   *     measured
   */
  public static LmComparison of(List<LmContender> contenders, int reference) {
    return LmStandings.compare(contenders, reference);
  }

  /** Documents and bytes of a text. */
  public record Text(@JsonProperty("documents") long documents, @JsonProperty("bytes") long bytes) {
    /** The text of token columns. */
    public static Text of(LanguageModelRun.TokenSet tokens) {
      return new Text(tokens.documents(), tokens.bytes());
    }
  }

  /** What the networks have in common, whatever their vocabularies. */
  public record Shape(
      @JsonProperty("layers") int layers,
      @JsonProperty("width") int width,
      @JsonProperty("heads") int heads,
      @JsonProperty("positions") String positions,
      @JsonProperty("context_bytes") int contextBytes) {
    /** The shape of a network. */
    public static Shape of(LanguageModelRun.Model model) {
      return new Shape(
          model.layers(), model.width(), model.heads(), model.positions(), model.contextBytes());
    }
  }

  /**
   * Where contenders are compared on one axis.
   *
   * @param equal the largest amount of training that all runs reached
   * @param referenceEnd where the reference ends, and the mean of its runs there
   */
  public record Scale(
      @JsonProperty("equal") double equal, @JsonProperty("reference_end") End referenceEnd) {}

  /** The end of a curve. */
  public record End(
      @JsonProperty("at") double at, @JsonProperty("bits_per_byte") double bitsPerByte) {}

  /** A contender. */
  public record Entry(
      @JsonProperty("name") String name,
      @JsonProperty("runs") List<Run> runs,
      @JsonProperty("bytes") Standing bytes,
      @JsonProperty("operations") Standing operations) {
    public Entry {
      runs = List.copyOf(runs);
    }

    /** How it compares on an axis. */
    public Standing standing(LmAxis axis) {
      return switch (axis) {
        case BYTES -> bytes;
        case OPERATIONS -> operations;
      };
    }
  }

  /**
   * A run of a contender.
   *
   * @param bitsPerByte at its own end
   * @param bytesPerToken of the held-out text, with the ends of text
   */
  public record Run(
      @JsonProperty("name") String name,
      @JsonProperty("bits_per_byte") double bitsPerByte,
      @JsonProperty("bytes_per_token") double bytesPerToken,
      @JsonProperty("context_tokens") int contextTokens,
      @JsonProperty("parameters") long parameters,
      @JsonProperty("tokenizer") LanguageModelRun.Tokenizer tokenizer,
      @JsonProperty("training") LanguageModelRun.Training training) {
    static Run of(LmContender.Run run) {
      LanguageModelRun result = run.result();
      return new Run(
          run.name(),
          result.bitsPerByte(),
          result.heldOut().bytesPerToken(),
          result.model().contextTokens(),
          result.model().parameters(),
          result.tokenizer(),
          result.training());
    }
  }

  /**
   * How a contender compares on one axis.
   *
   * @param bitsPerByte of its runs after the equal amount of training
   * @param ratio of its bits per byte to the reference's
   * @param reachesReference null where its mean never gets down to the reference's end
   * @param curve the spread of its runs wherever one was measured
   */
  public record Standing(
      @JsonProperty("bits_per_byte") Values bitsPerByte,
      @JsonProperty("ratio") Ratio ratio,
      @JsonProperty("verdict") Verdict verdict,
      @JsonProperty("reaches_reference") Reached reachesReference,
      @JsonProperty("curve") List<CurvePoint> curve) {
    public Standing {
      curve = List.copyOf(curve);
    }
  }

  /**
   * A figure over runs.
   *
   * @param standardDeviation of divisor n - 1; null for fewer than three runs
   */
  public record Values(
      @JsonProperty("mean") double mean,
      @JsonProperty("standard_deviation") Double standardDeviation,
      @JsonProperty("min") double min,
      @JsonProperty("max") double max) {
    static Values of(Spread spread) {
      return new Values(
          spread.mean(),
          spread.count() < LEAST_RUNS_OF_A_DEVIATION ? null : spread.standardDeviation(),
          spread.min(),
          spread.max());
    }
  }

  /**
   * Bits per byte over the reference's: under 1 where they are fewer.
   *
   * @param ofMeans the mean over the mean
   * @param min the smallest over the reference's largest
   * @param max the largest over the reference's smallest
   */
  public record Ratio(
      @JsonProperty("of_means") double ofMeans,
      @JsonProperty("min") double min,
      @JsonProperty("max") double max) {}

  /**
   * The training by which a contender is as good as the reference at its end.
   *
   * @param at amount; that of the first measurement where it is already as good there
   * @param ratio of the amount to what the reference took
   */
  public record Reached(@JsonProperty("at") double at, @JsonProperty("ratio") double ratio) {}

  /** Bits per byte of the runs after an amount of training. */
  public record CurvePoint(
      @JsonProperty("at") double at,
      @JsonProperty("mean") double mean,
      @JsonProperty("min") double min,
      @JsonProperty("max") double max) {
    static CurvePoint of(double amount, Spread spread) {
      return new CurvePoint(amount, spread.mean(), spread.min(), spread.max());
    }
  }

  /** What may be said of a contender beside the reference. */
  public enum Verdict {
    /** It is the reference. */
    REFERENCE("reference"),

    /** Each run has fewer bits per byte than each of the reference's, and both have several. */
    BETTER("fewer bits per byte"),

    /** Each run has more bits per byte than each of the reference's, and both have several. */
    WORSE("more bits per byte"),

    /** The ranges over the runs overlap. */
    WITHIN_SPREAD("within the spread of seeds"),

    /** The ranges do not overlap, but one of them is of a single run. */
    UNKNOWN_SPREAD("one run: spread of seeds unknown");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** As people read it. */
    String words() {
      return words;
    }

    @JsonValue
    String spelling() {
      return Spelling.of(this);
    }
  }

  /** Where the contenders are compared on an axis. */
  public Scale scale(LmAxis axis) {
    return switch (axis) {
      case BYTES -> bytes;
      case OPERATIONS -> operations;
    };
  }

  /** The entry of the fewest bits per byte on an axis, the first of equals. */
  Entry best(LmAxis axis) {
    return entries.stream()
        .min(Comparator.comparingDouble(entry -> entry.standing(axis).bitsPerByte().mean()))
        .orElseThrow();
  }

  /** Writes {@code directory/lm-compare.json}, whole or not at all. */
  public void write(Path directory, Configuration hadoop) throws IOException {
    JsonFile.write(new Path(directory, FILE_NAME), this, hadoop);
  }
}
