package org.gqvae.jobs.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.corpus.CorpusPlan;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.failure.UsageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a verb would read and write, in lines for a person, and what is in the way. */
public final class Plan {
  private static final int SKIPPED_TOLD = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Plan.class);

  private final Configuration hadoop;
  private final List<String> lines = new ArrayList<>();
  private final List<Function<Configuration, List<String>>> estimates = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private final Corpora corpora;
  private final Map<String, CorpusPlan> planned = new LinkedHashMap<>(); // by input
  private final List<String> wholes = new ArrayList<>(); // inputs that no output may be in
  private final List<OutputDirectory> outputs = new ArrayList<>();

  public Plan(Configuration hadoop) {
    this.hadoop = hadoop;
    this.corpora = new Corpora(hadoop);
  }

  /** Adds a corpus that is read, of which no output may be a part. */
  public Plan corpus(CorpusSpec corpus) {
    return reads(
        corpus.input(),
        () -> {
          CorpusPlan plan = corpora.plan(corpus);
          planned.put(corpus.input(), plan);
          tellSkipped(corpus.input(), plan.skipped());
          return "%s: %,d bytes in %,d splits"
              .formatted(corpus.input(), plan.bytes(), plan.splits().size());
        });
  }

  private static void tellSkipped(String input, List<String> names) {
    if (!names.isEmpty()) {
      LOG.info(
          "Skipped in {}: {} names that begin with _ or . ({}{})",
          input,
          names.size(),
          names.stream().limit(SKIPPED_TOLD).collect(Collectors.joining(", ")),
          names.size() > SKIPPED_TOLD ? ", ..." : "");
    }
  }

  /**
   * Adds an input.
   *
   * @param input Hadoop path, which no output may hold
   * @param check says what is there; what it throws becomes problems of this plan
   */
  public Plan reads(String input, Supplier<String> check) {
    inputs.add(input);
    return check(() -> line("reads", check.get()));
  }

  /** Adds an input as {@link #reads} does: a finished output, into which nothing may be written. */
  public Plan readsWhole(String directory, Supplier<String> check) {
    wholes.add(directory);
    return reads(directory, check);
  }

  /** Adds a directory that is written, with the names of what is written there. */
  public Plan output(OutputDirectory output, String... names) {
    outputs.add(output);
    for (String name : names) {
      line("writes", output.path() + "/" + name);
    }
    return check(
        () -> {
          output.checkFree(hadoop);
          output.check(hadoop);
        });
  }

  /** The corpora that are read, as they were listed. */
  public Corpora corpora() {
    return corpora;
  }

  /** Bytes on disk of the corpora that are read; none where they could not be listed. */
  public long corpusBytes() {
    return planned.values().stream().mapToLong(CorpusPlan::bytes).sum();
  }

  /** The directories that are written. */
  List<OutputDirectory> outputs() {
    return List.copyOf(outputs);
  }

  /** Adds a line such as {@code settings partitions=8}. */
  public Plan line(String label, String text) {
    lines.add(format(label, text));
    return this;
  }

  public static String format(String label, String text) {
    return "%-9s %s".formatted(label, text);
  }

  /** Adds lines that take a moment to make: only where a plan without problems is told. */
  public Plan estimate(Function<Configuration, List<String>> lines) {
    estimates.add(lines);
    return this;
  }

  /** Runs a check; what it throws becomes problems of this plan. */
  public Plan check(Runnable check) {
    try {
      check.run();
    } catch (UsageException e) {
      problems.addAll(e.problems());
    }
    return this;
  }

  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (problems().isEmpty()) {
      estimates.forEach(estimate -> all.addAll(estimate.apply(hadoop)));
    }
    return all;
  }

  /**
   * What is in the way, each once, among it an input that would be removed with an output's
   * contents, and an output that would be read as part of a corpus, or be in a finished output.
   */
  List<String> problems() {
    Set<String> all = new LinkedHashSet<>(problems);
    for (OutputDirectory output : outputs) {
      planned.forEach(
          (input, corpus) -> {
            if (corpus.couldRead(new Path(output.path()), hadoop)) {
              all.add(
                  "The output %s is in the input %s, and its files would be read as documents. Give an --output elsewhere"
                      .formatted(output.path(), input));
            }
          });
      for (String input : inputs) {
        if (output.mode() == OutputMode.OVERWRITE && output.holds(new Path(input), hadoop)) {
          all.add(
              "The input %s is in the output %s, which --overwrite would empty. Give another --output"
                  .formatted(input, output.path()));
        }
      }
      for (String whole : wholes) {
        if (output.isBelow(new Path(whole), hadoop)) {
          all.add(
              "The output %s is in the input %s, where nothing else may be. Give an --output elsewhere"
                  .formatted(output.path(), whole));
        }
      }
    }
    return List.copyOf(all);
  }
}
