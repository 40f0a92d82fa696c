package org.gqvae.jobs.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gqvae.io.report.Comparison.EncodeSpeed;
import org.gqvae.model.tokenizer.TokenBuffer;
import org.gqvae.model.tokenizer.WordTable;

/**
 * Times how fast word tables encode a text on one thread, all in turn, so that what slows the
 * machine for a while slows them all.
 */
public final class EncodeStopwatch {
  private static final int WARM_UPS = 3;

  private final List<byte[]> texts;
  private final int passes;
  private final int repetitions;
  private final TokenBuffer tokens = new TokenBuffer();

  /**
   * @param texts each of them is encoded by itself
   * @param bytes that a measurement takes at least: the texts are encoded as often as that needs
   * @param repetitions measurements of each table
   */
  public EncodeStopwatch(List<byte[]> texts, long bytes, int repetitions) {
    this.texts = List.copyOf(texts);
    this.repetitions = repetitions;
    long once = bytes(texts);
    this.passes = once == 0 ? 0 : Math.toIntExact((bytes + once - 1) / once);
  }

  /** The speed of each table, after rounds that fill it and that the compiler sees. */
  public List<EncodeSpeed> time(List<WordTable> tables) {
    double[][] seconds = new double[tables.size()][repetitions];
    for (int round = -WARM_UPS; round < repetitions; round++) {
      for (int i = 0; i < seconds.length; i++) {
        double measured = seconds(tables.get(i));
        if (round >= 0) {
          seconds[i][round] = measured;
        }
      }
    }
    List<EncodeSpeed> speeds = new ArrayList<>();
    for (double[] sorted : seconds) {
      Arrays.sort(sorted);
      speeds.add(
          new EncodeSpeed(
              passes * bytes(texts), median(sorted), sorted[0], sorted[sorted.length - 1]));
    }
    return speeds;
  }

  private double seconds(WordTable table) {
    long start = System.nanoTime();
    for (int pass = 0; pass < passes; pass++) {
      for (byte[] text : texts) {
        tokens.clear();
        table.encode(text, 0, text.length, tokens);
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static long bytes(List<byte[]> texts) {
    return texts.stream().mapToLong(text -> text.length).sum();
  }
}
