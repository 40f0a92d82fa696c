package org.gqvae.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.jobs.sql.GqVaeExtensions;
import org.gqvae.model.tokenizer.TokenBuffer;
import org.gqvae.model.tokenizer.WordTable;

/**
 * How fast {@code gqvae_encode} is in a session of one core, without output, beside a word table
 * alone and beside a user-defined function around one. All have the same texts in memory and take
 * turns; their speeds are rows a second of the process's CPU time. Prints a line a turn, and the
 * medians.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath
 * java -Xmx3g $(sed -n '/&lt;spark.opens&gt;/,/&lt;.spark.opens&gt;/s/^ *\(-.*\)/\1/p' pom.xml) \
 *   -cp "jobs/target/test-classes:jobs/target/classes:$(cat jobs/target/bench.classpath)" \
 *   org.gqvae.jobs.bench.SqlSpeed DIR/books_fiction.jsonl OUTPUT
 * </pre>
 */
public final class SqlSpeed {
  private static final int TURNS = 7;
  private static final int COPIES = 8;
  private static final int LEARNED_FROM = 8;

  private static WordTable table;
  private static final TokenBuffer TOKENS = new TokenBuffer();

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private SqlSpeed() {}

  /**
   * Measures.
   *
   * @param args a file of JSON lines with a text each; a directory for the tokenizer
   */
  public static void main(String[] args) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("SqlSpeed")
            .config("spark.ui.enabled", false)
            .config("spark.sql.extensions", GqVaeExtensions.class.getName())
            .getOrCreate()) {
      new SqlSpeed().measure(spark, args[0], Path.of(args[1]).toAbsolutePath());
    }
  }

  private void measure(SparkSession spark, String file, Path directory) throws IOException {
    Dataset<Row> texts =
        spark
            .read()
            .json(Collections.nCopies(COPIES, file).toArray(String[]::new))
            .select("text")
            .coalesce(1)
            .cache();
    List<byte[]> bytes =
        texts.collectAsList().stream().map(row -> row.getString(0).getBytes(UTF_8)).toList();
    TokenizerArtifact tokenizer =
        BenchTokenizer.learn(bytes.subList(0, bytes.size() / COPIES / LEARNED_FROM));
    TokenizerDirectory.write(
        new org.apache.hadoop.fs.Path(directory.toUri()),
        tokenizer,
        spark.sparkContext().hadoopConfiguration());
    table = BenchTokenizer.table(tokenizer);
    UDF1<String, int[]> udf = text -> encode(text.getBytes(UTF_8));
    spark.udf().register("udf_encode", udf, DataTypes.createArrayType(DataTypes.IntegerType));
    String sql = "gqvae_encode(text, '%s')".formatted(directory);
    double[] direct = new double[TURNS];
    double[] encode = new double[TURNS];
    double[] userDefined = new double[TURNS];
    for (int turn = -2; turn < TURNS; turn++) { // two that warm up
      double ofTable = seconds(() -> bytes.forEach(SqlSpeed::encode));
      double ofSql = seconds(() -> run(texts, sql));
      double ofUdf = seconds(() -> run(texts, "udf_encode(text)"));
      if (turn >= 0) {
        direct[turn] = bytes.size() / ofTable;
        encode[turn] = bytes.size() / ofSql;
        userDefined[turn] = bytes.size() / ofUdf;
        System.out.printf(
            "rows/s: word table %.0f, gqvae_encode %.0f, user-defined %.0f%n",
            direct[turn], encode[turn], userDefined[turn]);
      }
    }
    System.out.printf(
        "median: word table %.0f rows/s (%.1f MB/s), gqvae_encode %.2f of it, user-defined %.2f%n",
        median(direct),
        median(direct) * bytes.stream().mapToLong(text -> text.length).sum() / bytes.size() / 1e6,
        median(encode) / median(direct),
        median(userDefined) / median(direct));
  }

  private static int[] encode(byte[] text) {
    TOKENS.clear();
    table.encode(text, 0, text.length, TOKENS);
    return TOKENS.toArray();
  }

  private static void run(Dataset<Row> texts, String call) {
    texts.selectExpr(call).write().format("noop").mode("overwrite").save();
  }

  private double seconds(Runnable work) {
    System.gc();
    long start = process.getProcessCpuTime();
    work.run();
    return (process.getProcessCpuTime() - start) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
