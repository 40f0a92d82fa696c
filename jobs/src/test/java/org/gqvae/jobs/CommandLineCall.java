package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.SparkContext;
import org.gqvae.io.storage.JsonFile;

/**
 * What came of a command line that was run in this JVM, in the Spark session of the tests.
 *
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 * @param jobs what Spark's pages tell of its jobs; all of them name the verb
 */
public record CommandLineCall(int exitCode, String out, String err, List<String> jobs) {
  /** The object that a call with {@code --json} wrote, as the only line of stdout. */
  public JsonNode json() {
    assertThat(out).endsWith("\n").hasLineCount(1);
    return JsonFile.parse(out.getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  /** Runs a command line. It closes the session where it needs one. */
  public static CommandLineCall of(String... args) {
    SparkJobs listener = new SparkJobs();
    SparkContext context = LocalSpark.session().sparkContext();
    context.addSparkListener(listener);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = new Main(new PrintWriter(out, true), new PrintWriter(err, true)).run(args);
    context.removeSparkListener(listener);
    assertThat(listener.jobs()).allMatch(job -> ("gqvae " + args[0]).equals(job.group()));
    return new CommandLineCall(
        exitCode,
        out.toString(),
        err.toString(),
        listener.jobs().stream().map(SparkJobs.Job::description).toList());
  }
}
