package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** What conf/log4j2.properties lets through of Spark's own log about tasks. */
class ShippedLogTest {
  private static final Path SHIPPED = Path.of("../conf/log4j2.properties");
  private static final String TASKS = "org.apache.spark.scheduler.TaskSetManager";

  @Test
  void tellsALostTaskWithItsHostAndAllReasonsInOneLine() {
    assertThat(
            told(
                """
                Lost task 3.0 in stage 1.0 (TID 7) (10.0.0.8 executor 1): org.gqvae.JobFailedException: Cannot read a
                \tat org.gqvae.io.CorpusReader.next(CorpusReader.java:115)
                \tat java.base/java.lang.Thread.run(Thread.java:840)
                Caused by: java.io.IOException: No route to host
                \tat org.gqvae.io.JsonSource.next(JsonSource.java:12)
                \t... 12 more
                """))
        .get()
        .asString()
        .endsWith(
            " WARN  TaskSetManager: Lost task 3.0 in stage 1.0 (TID 7) (10.0.0.8 executor 1):"
                + " org.gqvae.JobFailedException: Cannot read a; Caused by: java.io.IOException:"
                + " No route to host"
                + System.lineSeparator());
  }

  @Test
  void tellsATaskThatIsLostWithItsExecutor() {
    assertThat(
            told(
                "Lost task 0.0 in stage 2.0 (TID 8) (host executor 1): ExecutorLostFailure (executor"
                    + " 1 exited) Reason: Command exited with code 9"))
        .get()
        .asString()
        .contains("Reason: Command exited with code 9");
  }

  @Test
  void tellsNothingOfTasksThatSparkEndsItself() {
    assertThat(
            told(
                "Lost task 1.0 in stage 2.0 (TID 9) (host executor 1): TaskKilled (Stage"
                    + " cancelled)"))
        .isEmpty();
  }

  @Test
  void tellsNothingOfTheSizesOfTasks() {
    assertThat(told("Stage 3 contains a task of very large size (1234 KiB).")).isEmpty();
  }

  /** The line that a warning of Spark's scheduler of tasks gives on the terminal, if any. */
  private static Optional<String> told(String warning) {
    try (LoggerContext context = new LoggerContext("shipped", null, SHIPPED.toUri())) {
      context.start();
      LoggerConfig logger = context.getConfiguration().getLoggerConfig(TASKS);
      assertThat(logger.getLevel()).isEqualTo(Level.WARN);
      assertThat(logger.isAdditive()).isFalse();
      ConsoleAppender appender = (ConsoleAppender) logger.getAppenders().values().iterator().next();
      LogEvent event =
          Log4jLogEvent.newBuilder()
              .setLoggerName(TASKS)
              .setLevel(Level.WARN)
              .setMessage(new SimpleMessage(warning))
              .build();
      return appender.isFiltered(event)
          ? Optional.empty()
          : Optional.of(
              new String(appender.getLayout().toByteArray(event), StandardCharsets.UTF_8));
    }
  }
}
