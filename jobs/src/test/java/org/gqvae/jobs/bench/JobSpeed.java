package org.gqvae.jobs.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.Split;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.report.ReportJob;
import org.gqvae.jobs.report.ReportSettings;
import org.gqvae.jobs.tokenize.TokenizeJob;
import org.gqvae.jobs.tokenize.TokenizeSettings;

/**
 * How long {@code tokenize} takes in a session of two cores, beside the same with JTokkit, and
 * beside the floor: Spark's own reader of text over the same files, and Spark's own writer of the
 * same columns from memory. All take turns.
 */
final class JobSpeed {
  private static final int TURNS = 5;

  private final SparkSession spark;
  private final BenchTexts texts;
  private final Path directory;
  private final TokenizeSettings settings;
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Seconds by the clock, and of the process's CPU time. */
  record Time(double wall, double cpu) {
    Time plus(Time other) {
      return new Time(wall + other.wall, cpu + other.cpu);
    }
  }

  /** One turn of a report. */
  record Report(long tokens, Time time) {}

  /** One turn of lines of 10 and 100 MB. */
  record LongLines(Time ten, Time hundred) {}

  /** One turn of all. */
  record Turn(Time job, Time jtokkitJob, Time floor) {}

  /** What is timed. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  JobSpeed(SparkSession spark, BenchTexts texts) {
    this.spark = spark;
    this.directory = texts.directory();
    this.texts = texts;
    this.settings = settings(texts.job());
  }

  private TokenizeSettings settings(Path input) {
    return TokenizeSettings.read(
        ConfigReader.load(List.of(), List.of()),
        directory.resolve(EncodeSpeed.TOKENIZER).toString(),
        input.toString(),
        new OutputDirectory(
            directory.resolve("tokens").toString(), OutputMode.OVERWRITE, ".*", true));
  }

  /** The turns, after one that warms up. */
  List<Turn> turns() throws IOException {
    new TokenizeJob(spark, settings).run();
    Dataset<Row> tokens =
        spark.read().parquet(directory.resolve("tokens").toString() + "/part-*.parquet").cache();
    tokens.count();
    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn <= TURNS; turn++) {
      turns.add(
          new Turn(
              time(() -> new TokenizeJob(spark, settings).run()),
              time(this::tokenizeByJTokkit),
              time(this::readText).plus(time(() -> write(tokens)))));
    }
    return turns.subList(1, turns.size());
  }

  /** The turns of {@code report} on what {@link #turns} has written, after one that warms up. */
  List<Report> reports() throws IOException {
    ReportSettings report =
        ReportSettings.read(
            ConfigReader.load(List.of(), List.of()),
            List.of(settings.output().path()),
            new OutputDirectory(
                directory.resolve("report").toString(), OutputMode.OVERWRITE, ".*", true));
    List<Report> turns = new ArrayList<>();
    for (int turn = 0; turn <= TURNS; turn++) {
      AtomicLong tokens = new AtomicLong();
      Time time =
          time(
              () ->
                  new ReportJob(spark, report)
                      .run()
                      .forEach(set -> tokens.addAndGet(set.figures().counts().tokens())));
      turns.add(new Report(tokens.get(), time));
    }
    return turns.subList(1, turns.size());
  }

  /** The turns of documents of one line without white space, after one that warms up. */
  List<LongLines> longLines() throws IOException {
    TokenizeSettings ten = settings(texts.longLine(10));
    TokenizeSettings hundred = settings(texts.longLine(100));
    List<LongLines> turns = new ArrayList<>();
    for (int turn = 0; turn <= TURNS; turn++) {
      turns.add(
          new LongLines(
              time(() -> new TokenizeJob(spark, ten).run()),
              time(() -> new TokenizeJob(spark, hundred).run())));
    }
    return turns.subList(1, turns.size());
  }

  private void tokenizeByJTokkit() throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path output = directory.resolve("jtokkit-tokens");
    new OutputDirectory(output.toString(), OutputMode.OVERWRITE, ".*", true).prepare(hadoop);
    List<Split> splits = CorpusReader.plan(settings.corpus().spec(), hadoop).splits();
    JTokkitSplits task =
        new JTokkitSplits(
            settings.corpus().spec(),
            output.toString(),
            splits.size(),
            settings.parquet(),
            new SerializableConfiguration(hadoop));
    JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(splits, splits.size())
        .map(task)
        .collect();
  }

  private void readText() {
    spark
        .read()
        .text(settings.corpus().spec().input())
        .write()
        .format("noop")
        .mode("overwrite")
        .save();
  }

  private void write(Dataset<Row> tokens) {
    tokens
        .write()
        .option("compression", "zstd")
        .mode("overwrite")
        .parquet(directory.resolve("spark-tokens").toString());
  }

  private Time time(Work work) throws IOException {
    System.gc();
    long start = System.nanoTime();
    long cpu = process.getProcessCpuTime();
    work.run();
    return new Time((System.nanoTime() - start) / 1e9, (process.getProcessCpuTime() - cpu) / 1e9);
  }
}
