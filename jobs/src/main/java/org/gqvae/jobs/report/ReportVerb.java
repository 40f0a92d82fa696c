package org.gqvae.jobs.report;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.report.DataSet;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Flags;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputOptions;
import org.gqvae.jobs.cli.PathList;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.SparkVerb;
import org.gqvae.jobs.detokenize.TokenColumns;
import org.gqvae.jobs.spark.Sessions;
import org.gqvae.model.statistics.TokenFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report}: what token columns are like. */
@Command(
    name = "report",
    description =
        "Computes statistics of token columns and writes OUTPUT/report.html, OUTPUT/stats.json and"
            + " OUTPUT/token_length_histogram.parquet.")
public final class ReportVerb extends SparkVerb<ReportSettings> {
  @Mixin private OutputOptions output;

  @Option(
      names = "--tokens",
      required = true,
      paramLabel = "DIR[,DIR..]",
      description =
          "Directories that tokenize wrote, separated by commas: all with --pack, or all without."
              + " Several are shown side by side.")
  private List<String> tokens;

  @Option(
      names = "--group-by",
      paramLabel = "COLUMN",
      description = "Kept column to group the documents by.")
  private String groupBy;

  @Override
  protected List<Setting> flags() {
    return new Flags().add("report.group-by", "--group-by", groupBy).settings();
  }

  @Override
  protected ReportSettings settings(ConfigReader reader) {
    return ReportSettings.read(
        reader,
        PathList.of("--tokens", tokens, Sessions.hadoop()),
        output.directory(ReportJob.OWN_NAMES));
  }

  @Override
  protected Plan plan(ReportSettings settings, Configuration hadoop) {
    Plan plan = new Plan(hadoop);
    settings
        .tokens()
        .forEach(
            directory -> TokenColumns.planPackedToo(plan, directory, settings.groupBy(), hadoop));
    plan.check(() -> ReportJob.checkAlike(settings, hadoop));
    return plan.output(settings.output(), ReportJob.PAGE, ReportJob.STATS, ReportJob.TOKEN_LENGTHS);
  }

  @Override
  protected Outcome run(ReportSettings settings, SparkSession spark) {
    List<DataSet> dataSets = new ReportJob(spark, settings).run();
    return Outcome.DONE.with(
        Figures.NONE
            .with("page", settings.output().path() + "/" + ReportJob.PAGE)
            .with("data_sets", dataSets.stream().map(ReportVerb::figures).toList()));
  }

  private static Figures figures(DataSet dataSet) {
    TokenFigures figures = dataSet.figures();
    Figures all =
        Figures.NONE
            .with("name", dataSet.name())
            .with("fingerprint", dataSet.fingerprint())
            .with("documents", figures.counts().documents())
            .with("tokens", figures.counts().tokens())
            .with("bytes_per_token", figures.bytesPerToken());
    return dataSet
        .packing()
        .map(
            packing ->
                all.with("pad_share", packing.padShare()).with("cut_share", packing.cutShare()))
        .orElseGet(() -> all.with("fertility", figures.fertility()));
  }
}
