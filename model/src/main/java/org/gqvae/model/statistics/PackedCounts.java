package org.gqvae.model.statistics;

import java.io.Serializable;
import java.util.Arrays;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Exact counts over rows of one length that documents share, with specials between them and pads
 * behind them. Immutable; {@link #plus} is commutative and associative. Made by a {@link Counter}
 * from the rows of each file, then added up over the files.
 */
public final class PackedCounts implements Serializable {
  private static final long serialVersionUID = 1;

  private final long rows;
  private final long pads;
  private final long[] uses; // (ids of the vocabulary)  of each id, without pads

  private PackedCounts(long rows, long pads, long[] uses) {
    this.rows = rows;
    this.pads = pads;
    this.uses = uses;
  }

  /** Both together, which were counted with the same vocabulary. */
  public PackedCounts plus(PackedCounts other) {
    long[] sum = new long[uses.length];
    Arrays.setAll(sum, id -> Math.addExact(uses[id], other.uses[id]));
    return new PackedCounts(Math.addExact(rows, other.rows), Math.addExact(pads, other.pads), sum);
  }

  /** Ids that fill rows up. */
  public long pads() {
    return pads;
  }

  /**
   * What the rows tell of the documents' tokens, without specials.
   *
   * @param vocabulary the rows were counted with
   * @param documents that the rows hold, the empty ones included: rows do not tell
   */
  public TokenCounts tokens(Vocabulary vocabulary, long documents, long emptyDocuments) {
    long[] ordinary = Arrays.copyOf(uses, vocabulary.ordinaryIds());
    long bytes = 0;
    for (int id = 0; id < ordinary.length; id++) {
      bytes = Math.addExact(bytes, ordinary[id] * vocabulary.literalBytes(id));
    }
    return TokenCounts.ofPackedRows(documents, emptyDocuments, rows, bytes, ordinary);
  }

  /** Counts the rows of one file. Not thread-safe. */
  public static final class Counter {
    private long rows;
    private long pads;
    private final long[] uses;

    /** A counter of rows whose ids are those of {@code vocabulary}. */
    public Counter(Vocabulary vocabulary) {
      this.uses = new long[vocabulary.size()];
    }

    /**
     * Counts a row.
     *
     * @param ids hold the row's in {@code [from..from + length)}
     * @param lossMask holds 0 for each pad of the row, in {@code [maskFrom..maskFrom + length)}
     * @throws IllegalArgumentException when it holds an id that is not of the vocabulary
     */
    public void add(int[] ids, int from, int[] lossMask, int maskFrom, int length) {
      for (int i = 0; i < length; i++) {
        int id = ids[from + i];
        if (id < 0 || id >= uses.length) {
          throw new IllegalArgumentException(
              "Row %d of the file: id %d is not among the %d ids of its vocabulary"
                  .formatted(rows, id, uses.length));
        }
        if (lossMask[maskFrom + i] == 0) {
          pads++;
        } else {
          uses[id]++;
        }
      }
      rows++;
    }

    /** The counts of all rows so far. */
    public PackedCounts counts() {
      return new PackedCounts(rows, pads, uses.clone());
    }
  }
}
