package org.gqvae.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.Assertions;
import org.gqvae.io.corpus.Compression;
import org.gqvae.io.corpus.CorpusFormat;
import org.gqvae.io.corpus.FileRange;
import org.gqvae.io.corpus.FileState;
import org.gqvae.io.corpus.Split;
import org.gqvae.jobs.LocalSpark;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final int SPLIT_BYTES = 10_000_000;
  private static final int DOCUMENT_BYTES = 2_000_000;

  /** Tasks wait here with a part of their work done. */
  private static final CountDownLatch LOOKED_AT = new CountDownLatch(1);

  private static final CountDownLatch WORDS_LOOKED_AT = new CountDownLatch(1);

  private final SparkSession spark = LocalSpark.session();
  private final JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());

  @Test
  void seesHowFarRunningTasksHaveCome() throws Exception {
    List<Split> splits = splits(2);
    SplitMeter meter = SplitMeter.of(splits, spark.sparkContext());
    try (CorpusGauge gauge = new CorpusGauge(meter, spark.sparkContext())) {
      assertThat(gauge.read()).isEqualTo(new Gauge.Reading(0, 2 * SPLIT_BYTES, "0 documents"));
      JavaFutureAction<Void> job =
          context
              .parallelize(splits, 2)
              .foreachAsync(
                  split -> {
                    SplitMeter.Reading reading = meter.begin(split);
                    reading.document(DOCUMENT_BYTES);
                    reading.document(DOCUMENT_BYTES);
                    LOOKED_AT.await(2, TimeUnit.MINUTES);
                    reading.end();
                  });
      await(gauge, new Gauge.Reading(4 * DOCUMENT_BYTES, 2 * SPLIT_BYTES, "4 documents"));
      LOOKED_AT.countDown();
      job.get();
      await(gauge, new Gauge.Reading(2 * SPLIT_BYTES, 2 * SPLIT_BYTES, "4 documents"));
    }
  }

  @Test
  void seesHowManyWordsRunningTasksHaveDone() throws Exception {
    WordMeter meter = new WordMeter(spark.sparkContext());
    try (WordGauge gauge = new WordGauge(meter)) {
      WordMeter.Pass first = meter.begin(20);
      context.parallelize(List.of(7, 13), 2).foreach(words -> first.begin().words(words));
      await(gauge, new Gauge.Reading(20, 20, ""));
      WordMeter.Pass second = meter.begin(600);
      JavaFutureAction<Void> job =
          context
              .parallelize(List.of(300, 300), 2)
              .foreachAsync(
                  words -> {
                    WordMeter.Reading reading = second.begin();
                    reading.words(100);
                    WORDS_LOOKED_AT.await(2, TimeUnit.MINUTES);
                    reading.words(words - 100);
                  });
      await(gauge, new Gauge.Reading(220, 620, ""));
      WORDS_LOOKED_AT.countDown();
      job.get();
      await(gauge, new Gauge.Reading(620, 620, ""));
    }
  }

  @Test
  void countsNothingTwiceAndLeavesOutWhatWasDoneBefore() {
    List<Split> splits = splits(3);
    SplitMeter meter = SplitMeter.of(splits, spark.sparkContext());
    try (CorpusGauge gauge = new CorpusGauge(meter, spark.sparkContext())) {
      for (int pass = 0; pass < 2; pass++) {
        context
            .parallelize(splits, 3)
            .foreach(
                split -> {
                  if (TaskContext.getPartitionId() == 0) {
                    meter.skip(split);
                    return;
                  }
                  SplitMeter.Reading reading = meter.begin(split);
                  reading.document(100);
                  reading.end();
                });
      }
      await(gauge, new Gauge.Reading(2 * SPLIT_BYTES, 2 * SPLIT_BYTES, "2 documents"));
    }
  }

  @Test
  void tellsSpeedAndTimeLeft() {
    SplitMeter meter = SplitMeter.of(splits(1), spark.sparkContext());
    long tenSeconds = Duration.ofSeconds(10).toNanos();
    Gauge.Reading some = new Gauge.Reading(25_000_000, 1_250_000_000, "4,000 documents");
    assertThat(Progress.line(new CorpusGauge(meter, spark.sparkContext()), some, tenSeconds))
        .isEqualTo("25.0 of 1,250.0 MB, 2.5 MB/s, 8:10 left, 4,000 documents");
    assertThat(
            Progress.line(
                new TaskGauge(spark.sparkContext()), new Gauge.Reading(0, 8, ""), tenSeconds))
        .isEqualTo("0 of 8 tasks");
  }

  private static List<Split> splits(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            index ->
                new Split(
                    index,
                    List.of(
                        new FileRange(
                            "f",
                            "f",
                            CorpusFormat.TEXT,
                            Compression.NONE,
                            new FileState(SPLIT_BYTES, 0),
                            0,
                            SPLIT_BYTES))))
        .toList();
  }

  /** Waits for what heartbeats bring, every ten seconds by default. */
  private static void await(Gauge gauge, Gauge.Reading expected) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!gauge.read().equals(expected) && System.nanoTime() < end) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Assertions.fail("interrupted");
      }
    }
    assertThat(gauge.read()).isEqualTo(expected);
  }
}
