package org.gqvae.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.JsonFile;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures, prints a table and writes bench.json: called by {@code submit/bench}. */
public final class Bench {
  private static final double MILLION = 1e6;

  private final Map<String, Object> figures = new LinkedHashMap<>();

  private Bench() {}

  /**
   * Runs the benchmarks.
   *
   * @param args the texts' directory; a directory for what lies in between; JMH's results of the
   *     benchmark TrainingStep; the file to write
   */
  public static void main(String[] args) throws IOException, RunnerException {
    try {
      new Bench().run(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
    } catch (UsageException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
    }
  }

  private void run(Path corpora, Path scratch, Path steps, Path output)
      throws IOException, RunnerException {
    Configuration hadoop = new Configuration();
    BenchTexts texts = BenchTexts.prepare(corpora, scratch);
    TokenizerArtifact tokenizer = BenchTokenizer.learn(texts.learned());
    TokenizerDirectory.write(hadoopPath(scratch.resolve(EncodeSpeed.TOKENIZER)), tokenizer, hadoop);
    encode(scratch);
    jobs(texts);
    step(steps);
    machine(tokenizer);
    JsonFile.write(hadoopPath(output), figures, hadoop);
    figures.forEach((name, value) -> System.out.printf("%-34s %s%n", name, text(value)));
  }

  private void encode(Path scratch) throws RunnerException {
    System.err.println("Encoding beside JTokkit, on one thread ...");
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(EncodeSpeed.class.getName())
                    .jvmArgs("-Xmx3g", "-D" + EncodeSpeed.DIRECTORY + "=" + scratch)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      EncodeSpeed.Task task = EncodeSpeed.Task.valueOf(params.getParam("task"));
      List<Map<String, Result>> iterations =
          result.getBenchmarkResults().stream()
              .map(BenchmarkResult::getIterationResults)
              .flatMap(Collection::stream)
              .map(iteration -> Collections.unmodifiableMap(iteration.getSecondaryResults()))
              .toList();
      String suffix = task == EncodeSpeed.Task.WARM ? "" : "_" + Spelling.of(task);
      figures.put(
          "encode_mchars_per_s" + suffix, median(iterations, i -> score(i, "ours") / MILLION));
      figures.put(
          "jtokkit_mchars_per_s" + suffix, median(iterations, i -> score(i, "jtokkits") / MILLION));
      figures.put(
          "encode_ratio" + suffix,
          median(iterations, i -> score(i, "ours") / score(i, "jtokkits")));
      figures.put("miss_rate" + suffix, median(iterations, i -> score(i, "missRate")));
      figures.put("mchars" + suffix, median(iterations, i -> score(i, "characters") / MILLION));
    }
  }

  private static double score(Map<String, Result> iteration, String counter) {
    return iteration.get(counter).getScore();
  }

  private void jobs(BenchTexts texts) throws IOException {
    System.err.println("Tokenizing on local[2] beside JTokkit and beside Spark alone ...");
    double megabytes = 0;
    try (var files = Files.newDirectoryStream(texts.job())) {
      for (Path file : files) {
        megabytes += Files.size(file) / MILLION;
      }
    }
    List<JobSpeed.Turn> turns;
    List<JobSpeed.Report> reports;
    List<JobSpeed.LongLines> lines;
    try (SparkSession spark = SparkSession.builder().appName("bench").getOrCreate()) {
      JobSpeed speed = new JobSpeed(spark, texts);
      turns = speed.turns();
      reports = speed.reports();
      lines = speed.longLines();
    }
    double mb = megabytes;
    figures.put("job_mb", mb);
    figures.put("job_mb_per_s", median(turns, turn -> mb / turn.job().wall()));
    figures.put("job_jtokkit_mb_per_s", median(turns, turn -> mb / turn.jtokkitJob().wall()));
    figures.put("job_ratio", median(turns, turn -> turn.jtokkitJob().wall() / turn.job().wall()));
    figures.put("job_mb_per_cpu_s", median(turns, turn -> mb / turn.job().cpu()));
    figures.put("job_cpu_ratio", median(turns, turn -> turn.jtokkitJob().cpu() / turn.job().cpu()));
    figures.put("floor_mb_per_s", median(turns, turn -> mb / turn.floor().wall()));
    figures.put("floor_ratio", median(turns, turn -> turn.floor().wall() / turn.job().wall()));
    figures.put("floor_cpu_ratio", median(turns, turn -> turn.floor().cpu() / turn.job().cpu()));
    figures.put(
        "report_mtokens_per_s",
        median(reports, turn -> turn.tokens() / turn.time().cpu() / MILLION));
    figures.put(
        "long_line_ratio",
        median(lines, turn -> turn.hundred().wall())
            / median(lines, turn -> 10 * turn.ten().wall()));
  }

  /** Takes over what TrainingStep has told. */
  private void step(Path steps) throws IOException {
    JsonNode metrics =
        new ObjectMapper().readTree(steps.toFile()).required(0).required("secondaryMetrics");
    figures.put(
        "step_words_per_s", metrics.required("·cpu:runningWords").required("score").asDouble());
    figures.put("gemm_share", metrics.required("·share").required("score").asDouble());
  }

  private void machine(TokenizerArtifact tokenizer) throws IOException {
    figures.put("vocabulary_size", tokenizer.manifest().vocabularySize());
    figures.put("table_words", tokenizer.wordTable().size());
    figures.put("jtokkit", "1.1.0 r50k_base");
    figures.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    figures.put("java", System.getProperty("java.vm.version"));
    figures.put("cpu", cpu());
    figures.put("cores", Runtime.getRuntime().availableProcessors());
    figures.put(
        "load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String cpu() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch");
    }
    try (var lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }

  private static <T> double median(List<T> samples, ToDoubleFunction<T> figure) {
    double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String text(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, number < 10 ? "%.3f" : "%.1f", number)
        : value.toString();
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
