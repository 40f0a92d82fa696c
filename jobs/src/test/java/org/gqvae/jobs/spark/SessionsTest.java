package org.gqvae.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.gqvae.jobs.LocalSpark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final AtomicInteger RUNNING = new AtomicInteger();

  @BeforeEach
  void useALocalMaster() {
    LocalSpark.stop();
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
  }

  @AfterEach
  void leaveTheMasterOpen() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
  }

  @Test
  void aSessionClosesBehindTheLastTaskBesideOneThatFailed() {
    assertThatThrownBy(() -> Sessions.run("test", SessionsTest::failBesideATask))
        .hasStackTraceContaining("the first task fails");
    assertThat(RUNNING).hasValue(0);
  }

  private record Numbered(int number) implements Serializable {}

  /** Kryo fails for records. */
  @Test
  void aClustersOwnSerializerDoesNotBreakAJob() {
    System.setProperty("spark.serializer", KryoSerializer.class.getName());
    System.setProperty("spark.kryo.registrationRequired", "true");
    try {
      List<Numbered> shuffled =
          Sessions.run(
              "test",
              spark ->
                  JavaSparkContext.fromSparkContext(spark.sparkContext())
                      .parallelize(List.of(new Numbered(1), new Numbered(2)), 2)
                      .repartition(1)
                      .collect());
      assertThat(shuffled).containsExactlyInAnyOrder(new Numbered(1), new Numbered(2));
    } finally {
      System.clearProperty("spark.serializer");
      System.clearProperty("spark.kryo.registrationRequired");
    }
  }

  private static long failBesideATask(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(List.of(0, 1), 2)
        .map(SessionsTest::task)
        .count();
  }

  /** The first task fails while the second runs, which takes its time to end. */
  private static int task(int number) {
    if (number == 0) {
      while (RUNNING.get() == 0) {
        Thread.onSpinWait();
      }
      throw new IllegalStateException("the first task fails");
    }
    RUNNING.incrementAndGet();
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      long end = System.nanoTime() + 700_000_000;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
    return RUNNING.decrementAndGet();
  }
}
