package org.gqvae.jobs;

import java.io.File;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.gqvae.io.config.Secrets;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.baseline.BaselineVerb;
import org.gqvae.jobs.cli.Build;
import org.gqvae.jobs.cli.CommandReport;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.Verb;
import org.gqvae.jobs.compare.CompareVerb;
import org.gqvae.jobs.count.CountVerb;
import org.gqvae.jobs.demo.CorpusVerb;
import org.gqvae.jobs.demo.DemoVerb;
import org.gqvae.jobs.detokenize.DetokenizeVerb;
import org.gqvae.jobs.distill.DistillVerb;
import org.gqvae.jobs.doctor.DoctorVerb;
import org.gqvae.jobs.export.ExportVerb;
import org.gqvae.jobs.lm.LmCompareVerb;
import org.gqvae.jobs.lm.LmVerb;
import org.gqvae.jobs.rejects.TooManyRejectedException;
import org.gqvae.jobs.report.ReportVerb;
import org.gqvae.jobs.tokenize.TokenizeVerb;
import org.gqvae.jobs.train.TrainVerb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line of GQ-VAE on Spark. Its exit codes are 0 (done), 1 (failed), 2 (wrong usage or
 * configuration, or an output that exists), 3 (more records were rejected than allowed; done, or
 * ended early), and 128 + N where signal N stopped it; what went wrong stands on stderr.
 */
@Command(
    name = "gqvae",
    description =
        "Learns a tokenizer from a corpus on Apache Spark and applies it to whole corpora.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    versionProvider = Build.class,
    subcommands = {
      CorpusVerb.class,
      DemoVerb.class,
      CountVerb.class,
      TrainVerb.class,
      DistillVerb.class,
      BaselineVerb.class,
      TokenizeVerb.class,
      DetokenizeVerb.class,
      ReportVerb.class,
      CompareVerb.class,
      ExportVerb.class,
      LmVerb.class,
      LmCompareVerb.class,
      DoctorVerb.class
    })
public final class Main {
  /** The variable that holds the line of spark-submit, where submit/gqvae tells it. */
  private static final String SUBMIT_LINE = "GQVAE_SUBMIT_LINE";

  /**
   * The variable that names a file of submit/gqvae: until it is gone, the script says why we end.
   */
  private static final String BEGINS = "GQVAE_BEGINS";

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int TOO_MANY_REJECTED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  /** {@code key=value}, and no option. */
  private static final Pattern SETTING =
      Pattern.compile("(?<![\\w.-])([A-Za-z][\\w.-]*)=([^\\s']+)");

  private final PrintWriter out;
  private final PrintWriter err;
  private final long start = System.nanoTime();
  private final List<String> problems = new ArrayList<>();
  private List<String> plan; // null: not told
  private Figures result; // null: none
  private final Endings endings = new Endings();
  private volatile CommandLine command; // null: not known yet
  private volatile boolean json;

  /** Runs one command line. */
  Main(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // numbers read the same wherever it runs
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Main main = new Main(out, err);
    main.json = List.of(args).contains(Verb.JSON);
    Thread.setDefaultUncaughtExceptionHandler(main::endOfThread);
    main.endings.endBySignals(main::stopped);
    Optional.ofNullable(System.getenv(BEGINS)).map(File::new).ifPresent(File::delete);
    int code = main.run(args);
    out.flush();
    err.flush();
    if (code != DONE || !isDriverOnYarn()) {
      System.exit(code);
    }
  }

  /** Spark would wait for ever for a result of a task that the driver's heap had no room for. */
  private void endOfThread(Thread thread, Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      String why =
          "%s in %s, with a heap of %,d MB. Give more by --driver-memory; what resumes goes on with --resume"
              .formatted(failure, thread.getName(), Runtime.getRuntime().maxMemory() / 1_000_000);
      endings.stop(FAILED, () -> tellStop(why, FAILED));
    }
    LOG.error("Thread {} has ended", thread.getName(), failure);
  }

  private void stopped(String signal, int code) {
    String remains =
        command != null && command.getCommand() instanceof Verb<?> verb
            ? verb.remains()
            : Verb.NOTHING_WRITTEN;
    tellStop("Stopped by " + signal + ". " + remains, code);
  }

  private void tellStop(String why, int code) {
    print(why);
    if (json) {
      out.println(report(code).line());
    }
  }

  /** There the driver is a container, which counts as failed if it ends before main does. */
  private static boolean isDriverOnYarn() {
    SparkConf conf = new SparkConf();
    return conf.get("spark.master", "").equals("yarn")
        && conf.get("spark.submit.deployMode", "").equals("cluster");
  }

  /** Runs a command line and gives its exit code. */
  int run(String... args) {
    CommandLine line =
        new CommandLine(this).setCaseInsensitiveEnumValuesAllowed(true).setExpandAtFiles(false);
    line.setOut(out).setErr(err);
    collectErrors(line);
    line.getSubcommands().values().forEach(Main::collectErrors);
    ParseResult parsed = line.parseArgs(args);
    List<CommandLine> commands = parsed.asCommandLineList();
    List<Exception> errors =
        commands.stream().flatMap(command -> command.getParseResult().errors().stream()).toList();
    command = commands.get(commands.size() - 1);
    if (errors.isEmpty() && CommandLine.printHelpIfRequested(parsed)) {
      return DONE;
    }
    json =
        errors.isEmpty() && command.getCommand() instanceof Verb<?> verb
            ? verb.json()
            : List.of(args).contains(Verb.JSON);
    if (json) { // and nothing that verbs tell people
      line.setOut(new PrintWriter(Writer.nullWriter()));
    }
    int code = errors.isEmpty() ? runVerb() : wrongUsage(errors);
    if (endings.end(code) && json) {
      out.println(report(code).line());
    }
    return endings.code();
  }

  private CommandReport report(int code) {
    boolean toVerb = command != null && command.getCommand() instanceof Verb<?>;
    OptionSpec output = toVerb ? command.getCommandSpec().findOption("--output") : null;
    String directory = output == null ? null : output.getValue();
    return new CommandReport(
        toVerb ? command.getCommandName() : null,
        code,
        Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3,
        problems,
        directory == null ? null : Secrets.withoutUserInfo(directory),
        plan,
        result);
  }

  /** So that all that is wrong with a command line is told at once. */
  private static void collectErrors(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
  }

  private int runVerb() {
    if (!(command.getCommand() instanceof Verb<?> verb)) {
      return problems(List.of("A verb is missing; see submit/gqvae --help"));
    }
    List<String> unfit = Platform.problems();
    if (!unfit.isEmpty()) {
      return problems(unfit);
    }
    if (verb.quiet() && LOG.isInfoEnabled()) {
      Configurator.setAllLevels("org.gqvae", Level.WARN);
    }
    try {
      return code(verb.run(this::tellPlan));
    } catch (Throwable e) { // errors too: other threads would keep a process without an end
      return failure(e, verb);
    }
  }

  private void tellPlan(List<String> lines) {
    plan =
        Stream.concat(Stream.ofNullable(System.getenv(SUBMIT_LINE)), lines.stream())
            .map(Secrets::withoutUserInfo)
            .toList();
    if (!json) {
      plan.forEach(out::println);
    }
  }

  private int code(Outcome outcome) {
    result = outcome.result();
    outcome.problem().ifPresent(this::tell);
    return switch (outcome.ending()) {
      case DONE -> DONE;
      case FAILED -> FAILED;
      case TOO_MANY_REJECTED -> TOO_MANY_REJECTED;
    };
  }

  private int wrongUsage(List<Exception> errors) {
    List<String> wrong = new ArrayList<>();
    boolean toVerb = command.getCommand() instanceof Verb<?>;
    for (Exception error : errors) {
      if (error instanceof UnmatchedArgumentException unmatched) {
        wrong.add(toVerb ? unmatched(unmatched) : unknownVerb(unmatched));
      } else {
        wrong.add(error.getMessage().replaceAll("\\s*\\R\\s*", " "));
      }
    }
    wrong.add(
        toVerb
            ? "All options: submit/gqvae " + command.getCommandName() + " --help"
            : "All verbs: submit/gqvae --help");
    return problems(wrong.stream().map(Main::withoutSecrets).distinct().toList());
  }

  private static String unmatched(UnmatchedArgumentException e) {
    List<String> options = e.getUnmatched().stream().filter(word -> word.startsWith("-")).toList();
    List<String> others =
        e.getUnmatched().stream().filter(word -> !options.contains(word)).toList();
    if (options.isEmpty()) {
      return "Unexpected words: " + quoted(others);
    }
    return "Unknown option"
        + (options.size() == 1 ? ": " : "s: ")
        + quoted(options)
        + (others.isEmpty() ? "" : ", with " + quoted(others))
        + (e.getSuggestions().isEmpty()
            ? ""
            : ". Did you mean " + String.join(" or ", e.getSuggestions()) + "?");
  }

  private static String quoted(List<String> words) {
    return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
  }

  /** Settings in wrong places may have been meant for spark-submit. */
  private static String withoutSecrets(String message) {
    return SETTING
        .matcher(message)
        .replaceAll(
            setting ->
                Matcher.quoteReplacement(
                    setting.group(1) + "=" + Secrets.redacted(setting.group(1), setting.group(2))));
  }

  private String unknownVerb(UnmatchedArgumentException e) {
    String word = e.getUnmatched().get(0);
    if (word.startsWith("-")) {
      return "Unknown option: " + word + ". The verb comes first: submit/gqvae VERB [options]";
    }
    return "Unknown verb: "
        + word
        + Spelling.nearest(word, command.getSubcommands().keySet())
            .map(verb -> ". Did you mean " + verb + "?")
            .orElse("");
  }

  private int failure(Throwable failure, Verb<?> verb) {
    LOG.debug("The command failed", failure);
    if (verb.debug() && !endings.isStopped()) {
      failure.printStackTrace(err);
    }
    Optional<DiskFailure> disk = DiskFailure.of(failure);
    String remedy = disk.map(found -> ". " + found.remedy()).orElse("");
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UsageException usage) {
        return problems(usage.problems());
      }
      if (cause instanceof TooManyRejectedException ended) {
        return code(ended.outcome());
      }
      if (cause instanceof JobFailedException failed) {
        tell(failed.getMessage() + remedy);
        return FAILED;
      }
    }
    if (disk.isPresent()) {
      tell("Cannot write a file: " + disk.get().reason() + remedy);
      return FAILED;
    }
    Throwable root =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .reduce((first, second) -> second)
            .orElse(failure);
    String message =
        root.getMessage() == null ? "" : ": " + root.getMessage().lines().findFirst().orElse("");
    tell(
        root.getClass().getSimpleName()
            + message
            + (verb.debug() ? "" : " (--debug prints the stack trace)"));
    return FAILED;
  }

  private int problems(List<String> told) {
    told.forEach(this::tell);
    return WRONG_USAGE;
  }

  private void tell(String problem) {
    if (!endings.isStopped()) {
      print(problem);
    }
  }

  private synchronized void print(String problem) {
    String told = Secrets.withoutUserInfo(problem);
    problems.add(told);
    err.println("gqvae: " + told);
  }
}
