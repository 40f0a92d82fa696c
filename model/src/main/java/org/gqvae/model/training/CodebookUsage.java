package org.gqvae.model.training;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gqvae.model.network.Losses;
import org.gqvae.model.text.Word;

/**
 * What drawn words show of a network: how it does on them and what its codes are used for. Merging
 * two is the same as observing the words of both.
 */
public final class CodebookUsage implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int WORST_WORDS = 10;

  private final Measures training = new Measures();
  private final Measures heldOut = new Measures();
  private final long[] uses; // (V)  tokens that each code ends
  private final Reservoir reservoir;
  private final WorstWords worst = new WorstWords(WORST_WORDS);

  CodebookUsage(int codebookSize, int reservoirCapacity) {
    this.uses = new long[codebookSize];
    this.reservoir = new Reservoir(reservoirCapacity);
  }

  /** The words that are trained on. */
  public Measures training() {
    return training;
  }

  /** The words held out; there may be none. */
  public Measures heldOut() {
    return heldOut;
  }

  Reservoir reservoir() {
    return reservoir;
  }

  /** The ten of the words trained on that are reconstructed worst. */
  public WorstWords worst() {
    return worst;
  }

  void addUse(int code, long count) {
    uses[code] += count;
  }

  /** Adds what {@code other} shows to this. */
  public CodebookUsage merge(CodebookUsage other) {
    training.merge(other.training);
    heldOut.merge(other.heldOut);
    for (int v = 0; v < uses.length; v++) {
      uses[v] += other.uses[v];
    }
    reservoir.merge(other.reservoir);
    worst.merge(other.worst);
    return this;
  }

  /** How many tokens code {@code v} ends. */
  public long uses(int v) {
    return uses[v];
  }

  /**
   * How many tokens end in a code that stands for each byte string; those that end none are left
   * out.
   *
   * @param literals (V) what each code decodes to
   */
  public Map<Word, Long> uses(List<byte[]> literals) {
    Map<Word, Long> byLiteral = new TreeMap<>();
    for (int v = 0; v < uses.length; v++) {
      if (uses[v] > 0) {
        byLiteral.merge(Word.of(literals.get(v)), uses[v], Long::sum);
      }
    }
    return byLiteral;
  }

  /** How many codes end a token at all. */
  public int codesUsed() {
    int used = 0;
    for (long use : uses) {
      used += use > 0 ? 1 : 0;
    }
    return used;
  }

  /** How a network does on words: sums over all that were added, so that they can be merged. */
  public static final class Measures implements Serializable {
    private static final long serialVersionUID = 1;

    private double positions;
    private double reconstruction;
    private double compression;
    private double mask;
    private double quantization;
    private double gateRate;
    private long words;
    private long exactWords;
    private long bytes;
    private long gates;
    private long tokens;

    /** Adds mean losses over {@code positions} running positions. */
    void addLosses(Losses losses, double positions) {
      this.positions += positions;
      reconstruction += losses.reconstruction() * positions;
      compression += losses.compression() * positions;
      mask += losses.mask() * positions;
      quantization += losses.quantization() * positions;
      gateRate += losses.gateRate() * positions;
    }

    /** Adds a word that {@code count} running words stand for. */
    void addWord(int bytes, int gates, int tokens, boolean exact, long count) {
      words += count;
      this.bytes += count * bytes;
      this.gates += count * gates;
      this.tokens += count * tokens;
      exactWords += exact ? count : 0;
    }

    private void merge(Measures other) {
      positions += other.positions;
      reconstruction += other.reconstruction;
      compression += other.compression;
      mask += other.mask;
      quantization += other.quantization;
      gateRate += other.gateRate;
      words += other.words;
      exactWords += other.exactWords;
      bytes += other.bytes;
      gates += other.gates;
      tokens += other.tokens;
    }

    /** Mean losses; all NaN when there were no words. */
    public Losses losses() {
      return new Losses(
          reconstruction / positions,
          compression / positions,
          mask / positions,
          quantization / positions,
          gateRate / positions);
    }

    /** Share of the running words that need no repair, in [0, 1]; NaN when there were no words. */
    public double exactWordShare() {
      return exactWords / (double) words;
    }

    /** Bytes per gate over one half; NaN when there were no words. */
    public double bytesPerGate() {
      return bytes / (double) gates;
    }

    /** Bytes per token under the paper's policy, repairs included; NaN when there were no words. */
    public double bytesPerToken() {
      return bytes / (double) tokens;
    }
  }
}
