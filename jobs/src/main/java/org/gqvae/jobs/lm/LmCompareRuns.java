package org.gqvae.jobs.lm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.artifact.LanguageModelRun.Point;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.report.LmAxis;
import org.gqvae.io.report.LmComparison.Shape;
import org.gqvae.io.report.LmComparison.Text;
import org.gqvae.io.report.LmContender;
import org.gqvae.jobs.cli.DirectoryGroup;

/**
 * The runs of a comparison, and whether they can be compared.
 *
 * @param results one for each of the runs of the settings
 */
record LmCompareRuns(LmCompareSettings settings, List<LanguageModelRun> results) {
  LmCompareRuns {
    results = List.copyOf(results);
  }

  /**
   * Reads all runs.
   *
   * @throws UsageException naming all that are missing or damaged
   */
  static LmCompareRuns read(LmCompareSettings settings, Configuration hadoop) {
    List<LanguageModelRun> results = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String directory : settings.runs().directories()) {
      try {
        results.add(read(directory, hadoop));
      } catch (UsageException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return new LmCompareRuns(settings, results);
  }

  /**
   * Reads one run.
   *
   * @throws UsageException when it is missing or damaged
   */
  static LanguageModelRun read(String directory, Configuration hadoop) {
    try {
      return LanguageModelRun.read(new Path(directory), hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("read " + file(directory), e);
    }
  }

  /**
   * Looks whether the runs differ in nothing but tokenizer and training, and were all measured
   * after some equal amount of it.
   *
   * @throws UsageException naming all that is wrong
   */
  LmCompareRuns check() {
    List<String> problems = new ArrayList<>();
    checkSame(
        "held_out",
        run -> text(Text.of(run.heldOut())),
        "Compare runs whose --held-out is of the same documents",
        problems);
    checkSame(
        "tokens",
        run -> text(Text.of(run.tokens())),
        "Compare runs whose --tokens are of the same documents",
        problems);
    checkSame(
        "model", run -> shape(Shape.of(run.model())), "Compare runs of the same lm.conf", problems);
    checkSame(
        "training",
        run -> training(run.training()),
        "Compare runs whose settings differ in the seed alone",
        problems);
    settings.groups().forEach(group -> checkSeeds(group, problems));
    settings.groups().forEach(group -> checkKind(group, problems));
    int before = problems.size();
    for (int i = 0; i < results.size(); i++) {
      checkPoints(i, problems);
    }
    if (problems.size() == before) {
      for (LmAxis axis : LmAxis.values()) {
        checkOverlap(axis, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return this;
  }

  /** The contenders in the order of the settings. */
  List<LmContender> contenders() {
    return settings.contenders().entrySet().stream()
        .map(
            contender ->
                new LmContender(
                    contender.getKey(), contender.getValue().stream().map(this::run).toList()))
        .toList();
  }

  private LmContender.Run run(int place) {
    return new LmContender.Run(settings.runs().names().get(place), results.get(place));
  }

  private void checkSame(
      String key, Function<LanguageModelRun, String> value, String remedy, List<String> problems) {
    String expected = value.apply(results.get(0));
    for (int i = 1; i < results.size(); i++) {
      String found = value.apply(results.get(i));
      if (!found.equals(expected)) {
        problems.add(
            "Different %s in %s: %s, expected %s as in %s. %s"
                .formatted(key, file(i), found, expected, file(0), remedy));
      }
    }
  }

  private void checkSeeds(DirectoryGroup group, List<String> problems) {
    Map<String, Integer> places = new HashMap<>(); // by seed and tokenizer
    for (int place : settings.places(group)) {
      LanguageModelRun result = results.get(place);
      long seed = result.training().seed();
      Integer other = places.putIfAbsent(seed + " " + result.tokenizer().fingerprint(), place);
      if (other != null) {
        problems.add(
            "Invalid --group %s: %s and %s have the same tokenizer and seed %d, and so no spread. Give runs of different seeds"
                .formatted(group.name(), file(other), file(place), seed));
      }
    }
  }

  /** Runs of a group may be of tokenizers that were trained with different seeds. */
  private void checkKind(DirectoryGroup group, List<String> problems) {
    List<Integer> places = settings.places(group);
    String expected = kind(results.get(places.get(0)).tokenizer());
    for (int place : places) {
      String found = kind(results.get(place).tokenizer());
      if (!found.equals(expected)) {
        problems.add(
            "Invalid --group %s: the tokenizer of %s is %s, that of %s %s. Give runs that differ in seeds alone"
                .formatted(group.name(), file(place), found, file(places.get(0)), expected));
      }
    }
  }

  private void checkPoints(int run, List<String> problems) {
    List<Point> points = results.get(run).points();
    for (LmAxis axis : LmAxis.values()) {
      double[] amounts = points.stream().mapToDouble(axis::amount).toArray();
      for (int i = 1; i < amounts.length; i++) {
        if (amounts[i] <= amounts[i - 1]) {
          problems.add(
              "Invalid points in %s: %s %s behind %s, expected rising ones. Train the run again"
                  .formatted(file(run), axis.key(), number(amounts[i]), number(amounts[i - 1])));
        }
      }
      if (amounts[amounts.length - 1] <= 0) {
        problems.add(
            "Invalid points in %s: %s %s at the end, expected > 0. Train the run again"
                .formatted(file(run), axis.key(), number(amounts[amounts.length - 1])));
      }
    }
  }

  /** All must have been measured somewhere before the first of them ended. */
  private void checkOverlap(LmAxis axis, List<String> problems) {
    int latest = last(run -> begin(results.get(run), axis));
    int shortest = last(run -> -end(results.get(run), axis));
    double begin = begin(results.get(latest), axis);
    double end = end(results.get(shortest), axis);
    if (begin > end) {
      problems.add(
          "Nothing to compare by %s: %s begins at %s, and %s ends at %s. Train both equally long"
              .formatted(axis.key(), file(latest), number(begin), file(shortest), number(end)));
    }
  }

  /** The place of the run of the largest value. */
  private int last(Function<Integer, Double> value) {
    return IntStream.range(0, results.size())
        .boxed()
        .max(Comparator.comparing(value))
        .orElseThrow();
  }

  private static double begin(LanguageModelRun run, LmAxis axis) {
    return run.points().stream()
        .mapToDouble(axis::amount)
        .filter(amount -> amount > 0)
        .findFirst()
        .orElseThrow();
  }

  private static double end(LanguageModelRun run, LmAxis axis) {
    return axis.amount(run.points().get(run.points().size() - 1));
  }

  private String file(int run) {
    return file(settings.runs().directories().get(run)).toString();
  }

  private static Path file(String directory) {
    return new Path(directory, LanguageModelRun.FILE_NAME);
  }

  private static String text(Text text) {
    return "documents %,d, bytes %,d".formatted(text.documents(), text.bytes());
  }

  private static String kind(LanguageModelRun.Tokenizer tokenizer) {
    return "%s, %s, %,d ids"
        .formatted(tokenizer.kind(), tokenizer.policy(), tokenizer.vocabularySize());
  }

  private static String training(LanguageModelRun.Training training) {
    return "workers %d, batches %d, batch_contexts %d, learning_rate %s"
        .formatted(
            training.workers(),
            training.batches(),
            training.batchContexts(),
            training.learningRate());
  }

  private static String shape(Shape shape) {
    return "layers %d, width %d, heads %d, positions %s, context_bytes %d"
        .formatted(
            shape.layers(), shape.width(), shape.heads(), shape.positions(), shape.contextBytes());
  }

  /** Whole numbers as such, others and large ones with a power of ten. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.valueOf(value);
  }
}
