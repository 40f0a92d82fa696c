package org.gqvae.jobs.count;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.jobs.cli.CorpusOptions;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputOptions;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.SparkVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code count}: the distinct words of a corpus with their counts. */
@Command(
    name = "count",
    description =
        "Counts the distinct words of a corpus and writes OUTPUT/words.parquet and"
            + " OUTPUT/summary.json.")
public final class CountVerb extends SparkVerb<CountSettings> {
  @Mixin private CorpusOptions corpus;
  @Mixin private OutputOptions output;

  @Override
  protected List<Setting> flags() {
    return corpus.settings();
  }

  @Override
  protected CountSettings settings(ConfigReader reader) {
    return CountSettings.read(
        reader,
        CorpusSettings.read(reader, corpus.input(), List.of()),
        output.directory(CountJob.OWN_NAMES));
  }

  @Override
  protected Plan plan(CountSettings settings, Configuration hadoop) {
    Plan plan = new Plan(hadoop).corpus(settings.corpus().spec());
    int files = settings.files().of(plan.corpusBytes());
    return plan.output(
            settings.output(),
            WordCountsFile.DIRECTORY + " in " + files + " files",
            WordCountsFile.SUMMARY)
        .line(
            "memory",
            "each task up to %,d distinct words: %,d MB of heap"
                .formatted(settings.wordsInMemory(), settings.taskHeap() / 1_000_000));
  }

  @Override
  protected Outcome run(CountSettings settings, SparkSession spark) {
    CountSummary summary = new CountJob(spark, settings, corpora()).run();
    return summary.outcome(settings.corpus()).with(summary.figures());
  }
}
