package org.gqvae.jobs.spark;

/** Counts the files that the driver has read. */
final class FileGauge implements Gauge {
  private final FileMeter meter;

  FileGauge(FileMeter meter) {
    this.meter = meter;
  }

  @Override
  public Reading read() {
    return new Reading(meter.filesDone(), meter.files(), "");
  }

  @Override
  public String unit() {
    return " files";
  }

  @Override
  public long unitSize() {
    return 1;
  }

  @Override
  public void close() {}
}
