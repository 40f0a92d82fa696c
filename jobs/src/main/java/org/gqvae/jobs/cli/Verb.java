package org.gqvae.jobs.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.spark.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What every verb of the command line does: its options become settings, the settings a plan, and
 * if that has no problems, the work is done.
 *
 * @param <S> the verb's settings
 */
@Command(mixinStandardHelpOptions = true, versionProvider = Build.class)
public abstract class Verb<S> {
  /** The option by which stdout holds one JSON object. */
  public static final String JSON = "--json";

  /** What a verb leaves that is stopped before it writes. */
  public static final String NOTHING_WRITTEN = "Nothing was written; run the same line again";

  @Option(
      names = "--config",
      converter = LocalPath.class,
      paramLabel = "FILE",
      description = "Configuration file (HOCON). A later file overrides an earlier one.")
  private List<Path> files = List.of();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting. It overrides the configuration files.")
  private List<String> assignments = List.of();

  @Option(names = "--dry-run", description = "Print what would be read and written; do nothing.")
  private boolean dryRun;

  @Option(names = "--quiet", description = "Print only problems, no progress.")
  private boolean quiet;

  @Option(
      names = JSON,
      description = "Print one JSON object at the end, and nothing else to stdout.")
  private boolean json;

  @Option(names = "--debug", description = "Print the stack trace of a failure.")
  private boolean debug;

  private Corpora corpora; // once there is a plan
  private volatile Supplier<String> remains = () -> NOTHING_WRITTEN;

  /** The settings that options of this verb stand for; they go over {@code --set}. */
  protected abstract List<Setting> flags();

  /** Reads this verb's settings; wrong ones are problems of the reader. */
  protected abstract S settings(ConfigReader reader);

  /** What would be read and written, and what is in the way. */
  protected abstract Plan plan(S settings, Configuration hadoop);

  /** Does the work. */
  protected abstract Outcome run(S settings, Configuration hadoop);

  /** The corpora that the plan reads, as they were listed for it. */
  protected final Corpora corpora() {
    return corpora;
  }

  /**
   * What another run can use of one that is stopped, such as {@code 12 of 40 parts}; nothing by
   * default.
   */
  protected Optional<String> finished(S settings, Configuration hadoop) {
    return Optional.empty();
  }

  /** What is in the output while the verb runs, and how to go on; from any thread. */
  public final String remains() {
    return remains.get();
  }

  public boolean quiet() {
    return quiet;
  }

  public boolean json() {
    return json;
  }

  public boolean debug() {
    return debug || Boolean.getBoolean("gqvae.debug");
  }

  /**
   * Runs the verb, or tells its plan. Meanwhile no other command writes to its outputs.
   *
   * @param told takes the lines of the plan
   * @throws UsageException when a setting is wrong, an input missing or an output in the way
   */
  public final Outcome run(Consumer<List<String>> told) {
    ConfigReader reader = reader();
    S settings = settings(reader);
    reader.done();
    Configuration hadoop = Sessions.hadoop();
    Plan plan = plan(settings, hadoop);
    corpora = plan.corpora();
    if (dryRun) {
      told.accept(plan.lines());
    }
    if (!plan.problems().isEmpty()) {
      throw new UsageException(plan.problems());
    }
    if (dryRun) {
      return Outcome.DONE;
    }
    try (Leases leases = Leases.of(plan.outputs(), name(), hadoop)) {
      plan.outputs().stream()
          .findFirst()
          .ifPresent(output -> remains = () -> output.remains(finished(settings, hadoop), hadoop));
      Outcome outcome = run(settings, hadoop, leases);
      leases.check();
      return outcome;
    }
  }

  private Outcome run(S settings, Configuration hadoop, Leases leases) {
    try {
      return run(settings, hadoop);
    } catch (Throwable e) { // also what Spark throws undeclared, where this thread is interrupted
      leases.checkKnown();
      throw e;
    }
  }

  /** The verb's word on the command line. */
  final String name() {
    return getClass().getAnnotation(Command.class).name();
  }

  /** The options that chose the configuration, as words of a command line. */
  protected final List<String> configurationWords() {
    List<String> words = new ArrayList<>();
    files.forEach(file -> words.addAll(List.of("--config", file.toString())));
    assignments.forEach(assignment -> words.addAll(List.of("--set", assignment)));
    return words;
  }

  private ConfigReader reader() {
    List<Setting> settings = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String assignment : assignments) {
      try {
        settings.add(Setting.parse(assignment));
      } catch (UsageException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    settings.addAll(flags());
    return load(files, settings);
  }

  /** The configuration that files and settings give. */
  protected ConfigReader load(List<Path> files, List<Setting> settings) {
    return ConfigReader.load(files, settings);
  }
}
