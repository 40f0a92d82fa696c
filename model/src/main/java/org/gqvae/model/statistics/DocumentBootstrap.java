package org.gqvae.model.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How far figures over a set of documents would move with other documents of the same kind:
 * confidence intervals by the percentile bootstrap.
 *
 * <p>Of n documents, n are drawn with replacement, many times, and each draw gives the sums of all
 * measures over the documents drawn. So measures of one draw are of the same documents, and what
 * two of them say of each other is paired: documents that are hard for both do not blur the
 * difference. A figure is any function of the sums, such as a ratio of two.
 *
 * <pre>{@code
 * int[][] measures = {bytes, tokens, otherTokens}; // of each document
 * DocumentBootstrap documents = DocumentBootstrap.of(measures, 2000, 1);
 * Interval bytesPerToken = documents.interval(sums -> sums[0] / sums[1], 0.95);
 * Interval gain = documents.interval(sums -> sums[2] / sums[1], 0.95);
 * }</pre>
 *
 * <p>The same measures, resamples and seed give the same intervals, on any number of cores. The
 * intervals tell nothing of tokenizers trained on other texts or with other seeds; with fewer than
 * some 30 documents they are too narrow, and with one they have no width. Efron and Tibshirani, "An
 * Introduction to the Bootstrap" (1993), chapter 13.
 */
public final class DocumentBootstrap {
  private final double[] totals; // (measures)
  private final double[][] resamples; // (resamples, measures)  sums over the documents drawn

  private DocumentBootstrap(double[] totals, double[][] resamples) {
    this.totals = totals;
    this.resamples = resamples;
  }

  /**
   * Draws the documents.
   *
   * @param measures (measures, documents) none negative; documents whose measures are all 0 tell
   *     nothing and are left out
   * @param resamples how often documents are drawn, at least 1
   * @param seed of the draws
   * @throws IllegalArgumentException when measures are of different numbers of documents
   */
  public static DocumentBootstrap of(int[][] measures, int resamples, long seed) {
    if (resamples < 1) {
      throw new IllegalArgumentException("Invalid resamples: " + resamples + ", expected >= 1");
    }
    int width = measures.length;
    int[] rows = rows(measures);
    int documents = width == 0 ? 0 : rows.length / width;
    SplittableRandom root = new SplittableRandom(seed);
    SplittableRandom[] draws = new SplittableRandom[resamples];
    Arrays.setAll(draws, resample -> root.split());
    double[][] sums = new double[resamples][];
    IntStream.range(0, resamples)
        .parallel()
        .forEach(resample -> sums[resample] = draw(rows, width, documents, draws[resample]));
    double[] totals = new double[width];
    for (int at = 0; at < rows.length; at++) {
      totals[at % width] += rows[at];
    }
    return new DocumentBootstrap(totals, sums);
  }

  /** (documents, measures): a document's measures side by side, as a draw reads them together. */
  private static int[] rows(int[][] measures) {
    int width = measures.length;
    int documents = width == 0 ? 0 : measures[0].length;
    for (int[] measure : measures) {
      if (measure.length != documents) {
        throw new IllegalArgumentException(
            "Measures of " + measure.length + " documents and of " + documents);
      }
    }
    int[] rows = new int[Math.multiplyExact(documents, width)];
    int size = 0;
    for (int document = 0; document < documents; document++) {
      boolean counts = false;
      for (int measure = 0; measure < width; measure++) {
        rows[size + measure] = measures[measure][document];
        counts |= measures[measure][document] != 0;
      }
      size += counts ? width : 0;
    }
    return Arrays.copyOf(rows, size);
  }

  private static double[] draw(int[] rows, int width, int documents, SplittableRandom random) {
    long[] sums = new long[width];
    for (int i = 0; i < documents; i++) {
      int at = width * random.nextInt(documents);
      for (int measure = 0; measure < width; measure++) {
        sums[measure] += rows[at + measure];
      }
    }
    return Arrays.stream(sums).asDoubleStream().toArray();
  }

  /**
   * A figure over all documents, and the middle {@code confidence} of what the draws make of it:
   * the {@code (1 - confidence) / 2} quantile and its mirror, interpolated between neighbours.
   *
   * @param figure a function of the measures' sums, in the order of the measures
   * @param confidence share of the draws that the interval holds, between 0 and 1
   */
  public Interval interval(ToDoubleFunction<double[]> figure, double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "Invalid confidence: " + confidence + ", expected more than 0 and less than 1");
    }
    double[] drawn = Arrays.stream(resamples).mapToDouble(figure).sorted().toArray();
    double tail = (1 - confidence) / 2;
    return new Interval(
        figure.applyAsDouble(totals), quantile(drawn, tail), quantile(drawn, 1 - tail));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
