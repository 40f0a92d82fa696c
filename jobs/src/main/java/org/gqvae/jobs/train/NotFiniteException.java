package org.gqvae.jobs.train;

/** A worker has brought home what is no number; nothing of its round was averaged. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param worker counted from 0
   * @param value NaN or an infinity
   * @param place {@code "parameter encoder.embedding"}
   */
  NotFiniteException(int worker, float value, String place) {
    super("worker " + worker + " brought " + value + " home in " + place);
  }
}
