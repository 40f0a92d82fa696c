package org.gqvae.jobs.detokenize;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Flags;
import org.gqvae.jobs.cli.HadoopPath;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputOptions;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.SparkVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code detokenize}: the texts of token columns, to the byte. */
@Command(
    name = "detokenize",
    description = "Decodes token columns into the original texts, in order.")
public final class DetokenizeVerb extends SparkVerb<DetokenizeSettings> {
  @Mixin private OutputOptions output;

  @Option(
      names = "--tokens",
      converter = HadoopPath.class,
      required = true,
      paramLabel = "DIR",
      description = "Directory that tokenize wrote.")
  private String tokens;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "jsonl (the default) or files (one file for each document).")
  private String format;

  @Override
  protected List<Setting> flags() {
    return new Flags().add("detokenize.format", "--format", format).settings();
  }

  @Override
  protected DetokenizeSettings settings(ConfigReader reader) {
    return DetokenizeSettings.read(reader, tokens, output.directory(DetokenizeJob.OWN_NAMES));
  }

  @Override
  protected Plan plan(DetokenizeSettings settings, Configuration hadoop) {
    String files =
        switch (settings.format()) {
          case JSONL -> "part-NNNNN.jsonl";
          case FILES -> "NNNNN.bin";
        };
    return TokenColumns.plan(new Plan(hadoop), settings.tokens(), hadoop)
        .output(settings.output(), files);
  }

  @Override
  protected Outcome run(DetokenizeSettings settings, SparkSession spark) {
    long documents = new DetokenizeJob(spark, settings).run();
    return Outcome.DONE.with(Figures.NONE.with("documents", documents));
  }
}
