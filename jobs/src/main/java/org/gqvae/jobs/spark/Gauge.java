package org.gqvae.jobs.spark;

/** How much of the work at hand is done, in some unit. */
interface Gauge extends AutoCloseable {
  /**
   * A moment's reading.
   *
   * @param done of {@code all}
   * @param all at least {@code done}; 0 while it is not known
   * @param beside other figures, in words; may be empty
   */
  record Reading(long done, long all, String beside) {}

  Reading read();

  /** The unit's name with a space before it, as in {@code " MB"}. */
  String unit();

  /** What one of that unit has of what {@link #read} counts. */
  long unitSize();

  @Override
  void close();
}
