package org.gqvae.model.statistics;

/**
 * What padding costs when each document is cut into rows of a fixed length and its last row is
 * padded: a document of n tokens takes ceil(n / rowLength) rows, an empty one none.
 *
 * @param rowLength positions of a row
 * @param rows rows that the documents fill
 * @param tokens positions of those rows that hold tokens
 */
public record Padding(int rowLength, long rows, long tokens) {

  static Padding of(Histogram documentLengths, int rowLength) {
    long rows = 0;
    for (int i = 0; i < documentLengths.distinctValues(); i++) {
      long rowsOfOne = (documentLengths.value(i) + rowLength - 1) / rowLength;
      rows = Math.addExact(rows, Math.multiplyExact(rowsOfOne, documentLengths.count(i)));
    }
    return new Padding(rowLength, rows, documentLengths.sum());
  }

  /** The share of positions that are padding, 0 to 1: {@code 1 - tokens / (rows * rowLength)}. */
  public double wasted() {
    long positions = Math.multiplyExact(rows, (long) rowLength);
    return positions == 0 ? Double.NaN : (double) (positions - tokens) / positions;
  }
}
