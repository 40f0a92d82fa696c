package org.gqvae.jobs.spark;

/** Counts the words that tasks have done. */
final class WordGauge implements Gauge {
  private final WordMeter meter;

  WordGauge(WordMeter meter) {
    this.meter = meter;
  }

  @Override
  public Reading read() {
    return new Reading(meter.wordsDone(), meter.words(), "");
  }

  @Override
  public String unit() {
    return " words";
  }

  @Override
  public long unitSize() {
    return 1;
  }

  @Override
  public void close() {
    meter.close();
  }
}
