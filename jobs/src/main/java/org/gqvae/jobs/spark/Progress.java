package org.gqvae.jobs.spark;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.config.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how far Spark has come with the work at hand: by a bar on a terminal, else by a line a
 * minute. Also tells in Spark's own pages what the jobs are for that run meanwhile on this thread.
 */
public final class Progress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final Duration BAR_PERIOD = Duration.ofMillis(500);
  private static final Duration LINE_PERIOD = Duration.ofMinutes(1);
  private static final String DESCRIPTION = "spark.job.description";

  private final SparkContext context;
  private final String name;
  private final Gauge gauge;
  private final ProgressBar bar; // null where there is no terminal
  private final ScheduledExecutorService clock;
  private final long start = System.nanoTime();
  private final String descriptionBefore; // null: none

  private Progress(SparkContext context, String name, Gauge gauge, ProgressBar bar) {
    this.context = context;
    this.name = name;
    this.gauge = gauge;
    this.bar = bar;
    this.descriptionBefore = context.getLocalProperty(DESCRIPTION);
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress of " + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to tell the progress of {@code name} in tasks, until closed. */
  public static Progress of(SparkSession spark, String name) {
    return begin(spark.sparkContext(), name, new TaskGauge(spark.sparkContext()));
  }

  /**
   * Begins to tell the progress of {@code name} through a corpus, in documents, MB and MB a second,
   * until closed.
   */
  public static Progress of(SparkSession spark, String name, SplitMeter meter) {
    return begin(spark.sparkContext(), name, new CorpusGauge(meter, spark.sparkContext()));
  }

  /** Begins to tell the progress of {@code name} through counted words, until closed. */
  public static Progress of(SparkSession spark, String name, WordMeter meter) {
    return begin(spark.sparkContext(), name, new WordGauge(meter));
  }

  /**
   * Begins to tell the progress of {@code name} through files that the driver reads, until closed.
   */
  public static Progress of(SparkSession spark, String name, FileMeter meter) {
    return begin(spark.sparkContext(), name, new FileGauge(meter));
  }

  private static Progress begin(SparkContext context, String name, Gauge gauge) {
    ProgressBar bar = Terminal.forProgress().map(on -> bar(on, name, gauge)).orElse(null);
    Progress progress = new Progress(context, name, gauge, bar);
    Duration period = bar == null ? LINE_PERIOD : BAR_PERIOD;
    progress.clock.scheduleAtFixedRate(
        progress::tell, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    context.setJobDescription(name);
    return progress;
  }

  private static ProgressBar bar(Terminal terminal, String name, Gauge gauge) {
    return terminal
        .bar(name, gauge.unit(), gauge.unitSize())
        .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
        .setInitialMax(-1)
        .build();
  }

  /** The jobs from here on are for {@code work}, such as {@code 12 splits of my-texts}. */
  public void phase(String work) {
    context.setJobDescription(name + ": " + Secrets.withoutUserInfo(work));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    if (bar != null) {
      show(gauge.read());
      bar.close();
    }
    gauge.close();
    context.setJobDescription(descriptionBefore);
  }

  private void tell() {
    Gauge.Reading reading = gauge.read();
    if (bar != null) {
      show(reading);
    } else if (reading.all() > 0) {
      LOG.info("{}: {}", name, line(gauge, reading, System.nanoTime() - start));
    }
  }

  /** Between stages, and after the last, there is nothing to tell: the bar stays where it is. */
  private void show(Gauge.Reading reading) {
    if (reading.all() > 0) {
      bar.maxHint(reading.all());
      bar.stepTo(reading.done());
      bar.setExtraMessage(" " + reading.beside());
    }
  }

  /** Such as {@code 2.5 of 10.0 MB, 0.5 MB/s, 0:15 left, 40 documents}. */
  static String line(Gauge gauge, Gauge.Reading reading, long nanos) {
    double unit = gauge.unitSize();
    String number = unit == 1 ? "%,.0f" : "%,.1f";
    double speed = reading.done() / (nanos / 1e9);
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                number + " of " + number + "%s",
                reading.done() / unit,
                reading.all() / unit,
                gauge.unit()));
    if (reading.done() > 0) {
      Duration left = Duration.ofSeconds((long) ((reading.all() - reading.done()) / speed));
      line.append(
          String.format(
              Locale.ROOT,
              ", %.1f%s/s, %d:%02d left",
              speed / unit,
              gauge.unit(),
              left.toMinutes(),
              left.toSecondsPart()));
    }
    if (!reading.beside().isEmpty()) {
      line.append(", ").append(reading.beside());
    }
    return line.toString();
  }
}
