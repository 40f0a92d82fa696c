package org.gqvae.jobs.lm;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.report.LmAxis;
import org.gqvae.io.report.LmCompareText;
import org.gqvae.io.report.LmComparison;
import org.gqvae.jobs.cli.DirectoryGroup;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.NamedDirectories;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputOptions;
import org.gqvae.jobs.cli.PathList;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.Verb;
import org.gqvae.jobs.spark.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lm-compare}: tokenizers side by side by the language models trained on their tokens. */
@Command(
    name = "lm-compare",
    description =
        "Compares runs of lm by their bits per byte, at equal bytes of training text and at equal"
            + " operations, and writes OUTPUT/lm-compare.html and OUTPUT/lm-compare.json.")
public final class LmCompareVerb extends Verb<LmCompareSettings> {
  @Option(
      names = "--runs",
      required = true,
      paramLabel = "DIR[,DIR..]",
      description = "Output directories of lm, separated by commas.")
  private List<String> runs;

  @Option(
      names = "--group",
      paramLabel = "NAME=A,B,..",
      description =
          "Runs that stand as one contender, such as runs with different seeds. May be given"
              + " several times.")
  private List<String> groups = List.of();

  @Option(
      names = "--reference",
      paramLabel = "NAME",
      description =
          "Run or group that the others are compared with (default: that of the first run).")
  private String reference;

  @Mixin private OutputOptions output;

  @Spec private CommandSpec command;

  @Override
  protected List<Setting> flags() {
    return List.of();
  }

  @Override
  protected LmCompareSettings settings(ConfigReader reader) {
    return new LmCompareSettings(
        NamedDirectories.of("runs", PathList.of("--runs", runs, Sessions.hadoop())),
        groups.stream().map(group -> DirectoryGroup.parse(group, "runs in --runs")).toList(),
        Optional.ofNullable(reference),
        output.directory(LmCompareJob.OWN_NAMES));
  }

  @Override
  protected Plan plan(LmCompareSettings settings, Configuration hadoop) {
    Plan plan = new Plan(hadoop).check(settings::check);
    for (String directory : settings.runs().directories()) {
      plan.readsWhole(
          directory, () -> directory + ": " + summary(LmCompareRuns.read(directory, hadoop)));
    }
    return plan.check(() -> LmCompareRuns.read(settings, hadoop).check())
        .output(settings.output(), LmCompareJob.PAGE, LmComparison.FILE_NAME);
  }

  private static String summary(LanguageModelRun run) {
    return "%.3f bits per byte, %s of %,d ids, seed %d"
        .formatted(
            run.bitsPerByte(),
            run.tokenizer().kind(),
            run.tokenizer().vocabularySize(),
            run.training().seed());
  }

  @Override
  protected Outcome run(LmCompareSettings settings, Configuration hadoop) {
    LmComparison comparison = new LmCompareJob(settings, hadoop).run();
    LmCompareText.lines(comparison).forEach(command.commandLine().getOut()::println);
    return Outcome.DONE.with(
        Figures.NONE
            .with("page", settings.output().path() + "/" + LmCompareJob.PAGE)
            .with("reference", comparison.reference())
            .with("equal_bytes", Math.round(comparison.bytes().equal()))
            .with("equal_operations", comparison.operations().equal())
            .with(
                "contenders", comparison.entries().stream().map(LmCompareVerb::figures).toList()));
  }

  private static Figures figures(LmComparison.Entry entry) {
    Figures figures = Figures.NONE.with("name", entry.name()).with("runs", entry.runs().size());
    for (LmAxis axis : LmAxis.values()) {
      LmComparison.Standing standing = entry.standing(axis);
      String suffix = "_at_equal_" + Spelling.of(axis);
      figures =
          figures
              .with("bits_per_byte" + suffix, standing.bitsPerByte().mean())
              .with("ratio" + suffix, standing.ratio().ofMeans())
              .with("verdict" + suffix, Spelling.of(standing.verdict()));
    }
    return figures;
  }
}
