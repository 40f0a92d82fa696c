package org.gqvae.jobs.compare;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.report.CompareText;
import org.gqvae.io.report.Comparison;
import org.gqvae.jobs.cli.CorpusOptions;
import org.gqvae.jobs.cli.DirectoryGroup;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Flags;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputOptions;
import org.gqvae.jobs.cli.PathList;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.SparkVerb;
import org.gqvae.jobs.spark.Sessions;
import org.gqvae.jobs.tokenize.Tokenizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code compare}: tokenizers side by side on held-out documents. */
@Command(
    name = "compare",
    description =
        "Compares tokenizers on held-out documents and writes OUTPUT/compare.html and"
            + " OUTPUT/compare.json.")
public final class CompareVerb extends SparkVerb<CompareSettings> {
  @Option(
      names = "--tokenizers",
      required = true,
      paramLabel = "DIR[,DIR..]",
      description =
          "Tokenizer directories, separated by commas. A tokenizer with a network is also"
              + " measured by its neural policy.")
  private List<String> tokenizers;

  @Mixin private CorpusOptions corpus;
  @Mixin private OutputOptions output;

  @Option(
      names = "--reference",
      paramLabel = "NAME",
      description = "Tokenizer that the others are compared with (default: the first).")
  private String reference;

  @Option(
      names = "--group",
      paramLabel = "NAME=A,B,..",
      description =
          "Tokenizers to print the mean and the spread of, such as runs with different seeds. May"
              + " be given several times.")
  private List<String> groups = List.of();

  @Spec private CommandSpec command;

  @Override
  protected List<Setting> flags() {
    return new Flags()
        .addAll(corpus.settings())
        .add("compare.reference", "--reference", reference)
        .settings();
  }

  @Override
  protected CompareSettings settings(ConfigReader reader) {
    return CompareSettings.read(
        reader,
        PathList.of("--tokenizers", tokenizers, Sessions.hadoop()),
        corpus.input(),
        output.directory(CompareJob.OWN_NAMES),
        groups.stream()
            .map(group -> DirectoryGroup.parse(group, "tokenizers in --tokenizers"))
            .toList());
  }

  @Override
  protected Plan plan(CompareSettings settings, Configuration hadoop) {
    Plan plan = new Plan(hadoop).check(settings::check);
    settings
        .tokenizers()
        .directories()
        .forEach(directory -> Tokenizers.plan(plan, directory, Optional.empty(), hadoop));
    return plan.corpus(settings.corpus().spec())
        .output(settings.output(), CompareJob.PAGE, CompareJob.FIGURES)
        .line(
            "reference", settings.reference().orElseGet(() -> settings.tokenizers().names().get(0)))
        .line(
            "intervals",
            "%s of %,d draws, seed %d"
                .formatted(settings.confidence(), settings.resamples(), settings.seed()));
  }

  @Override
  protected Outcome run(CompareSettings settings, SparkSession spark) {
    Comparison comparison = new CompareJob(spark, settings, corpora()).run();
    CompareText.lines(comparison).forEach(command.commandLine().getOut()::println);
    return Outcome.DONE.with(
        Figures.NONE
            .with("page", settings.output().path() + "/" + CompareJob.PAGE)
            .with("reference", comparison.referenceEntry().name())
            .with("tokenizers", comparison.entries().stream().map(CompareVerb::figures).toList()));
  }

  private static Figures figures(Comparison.Entry entry) {
    return Figures.NONE
        .with("name", entry.name())
        .with("fingerprint", entry.manifest().fingerprint())
        .with("vocabulary_size", entry.manifest().vocabularySize())
        .with("bytes_per_token", entry.bytesPerToken().estimate())
        .with("ratio", entry.ratio().estimate());
  }
}
