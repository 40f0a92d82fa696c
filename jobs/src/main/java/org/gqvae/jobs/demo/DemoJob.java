package org.gqvae.jobs.demo;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.RoundMetrics;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.corpus.CorpusWriter;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.report.DataSet;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.cli.Corpora;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.count.CountJob;
import org.gqvae.jobs.count.CountSummary;
import org.gqvae.jobs.report.ReportJob;
import org.gqvae.jobs.tokenize.TokenizeJob;
import org.gqvae.jobs.tokenize.TokenizeVerb;
import org.gqvae.jobs.train.TrainJob;
import org.gqvae.model.statistics.TokenFigures;

/** The whole flow, step by step: corpus, count, train, tokenize, report. */
final class DemoJob {
  static final String OWN_NAMES = "corpus|words|run|tokens|report";

  /** What the demo writes, with the names of what each verb writes there. */
  private static final Map<String, String> PARTS =
      Map.of(
          "corpus", CorpusVerb.OWN_NAMES,
          "words", CountJob.OWN_NAMES,
          "run", RunDirectory.OWN_NAMES,
          "tokens", TokenizeJob.OWN_NAMES,
          "report", ReportJob.OWN_NAMES);

  private final SparkSession spark;
  private final DemoSettings settings;
  private final Consumer<String> out;

  /**
   * @param out takes the lines that tell of each step and of the whole
   */
  DemoJob(SparkSession spark, DemoSettings settings, Consumer<String> out) {
    this.spark = spark;
    this.settings = settings;
    this.out = out;
  }

  /**
   * Looks whether all that is in the parts of the output is what an earlier demo left.
   *
   * @throws UsageException naming what is not
   */
  static void checkParts(OutputDirectory output, Configuration hadoop) {
    PARTS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            part ->
                new OutputDirectory(
                    new Path(output.path(), part.getKey()).toString(),
                    output.mode(),
                    part.getValue(),
                    output.resumable()))
        .forEach(part -> part.check(hadoop));
  }

  /**
   * Runs all steps.
   *
   * @throws UsageException when the output holds what no demo wrote
   */
  Outcome run() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    checkParts(settings.output(), hadoop);
    settings.output().prepare(hadoop);

    CorpusWriter.Written corpus = CorpusVerb.write(settings.stories(), hadoop);
    tell("corpus", "%,d stories, %,d bytes", corpus.documents(), corpus.textBytes());

    Corpora corpora = new Corpora(hadoop);
    CountSummary counted = new CountJob(spark, settings.count(), corpora).run();
    tell("count", "%,d words, %,d of them distinct", counted.words(), counted.distinctWords());

    TrainJob training = new TrainJob(spark, settings.train(), corpora);
    training.run();
    List<RoundMetrics> rounds = training.metrics();

    TokensManifest tokens = new TokenizeJob(spark, settings.tokenize(), corpora).run();
    tell("tokenize", "%,d documents, %,d tokens", tokens.documentsOut(), tokens.tokens());

    DataSet report = new ReportJob(spark, settings.report()).run().get(0);
    summarize(rounds, tokens, report.figures(), (System.nanoTime() - start) / 1e9);
    return Outcome.DONE.with(
        Figures.NONE
            .with("stories", corpus.documents())
            .with("words", counted.words())
            .with("distinct_words", counted.distinctWords())
            .with("rounds", rounds.size())
            .with("loss", rounds.get(rounds.size() - 1).loss())
            .with("codes_used", rounds.get(rounds.size() - 1).codesUsed())
            .with("tokenizer", settings.tokenize().tokenizer())
            .with(TokenizeVerb.figures(tokens))
            .with("tokens_per_word", report.figures().fertility()));
  }

  private void summarize(
      List<RoundMetrics> rounds, TokensManifest tokens, TokenFigures figures, double seconds) {
    RoundMetrics first = rounds.get(0);
    RoundMetrics last = rounds.get(rounds.size() - 1);
    out.accept("");
    tell("loss", "%.3f -> %.3f nats a byte in %d rounds", first.loss(), last.loss(), last.round());
    tell("codes used", "%,d of %,d", last.codesUsed(), settings.train().model().codebookSize());
    tell("bytes per token", "%.3f", figures.bytesPerToken());
    tell("tokens per word", "%.3f", figures.fertility());
    tell("round trip", "%s", roundTrip(tokens.verifiedDocuments(), tokens.documentsOut()));
    tell("time", "%.0f seconds", seconds);
    out.accept("");
    tell("tokenizer", "%s", settings.tokenize().tokenizer());
    tell("token columns", "%s", settings.tokenize().output().path());
    tell("training", "%s", new Path(settings.train().output().path(), RunDirectory.PAGE));
    tell("report", "%s", new Path(settings.report().output().path(), ReportJob.PAGE));
  }

  /** Of verified documents all are equal: tokenize fails where one is not. */
  private static String roundTrip(Long verified, long documents) {
    if (verified == null) {
      return "not verified";
    }
    return String.format(
        Locale.ROOT,
        verified == documents
            ? "every document equal (%,d of %,d verified)"
            : "%,d of %,d documents verified, all of them equal",
        verified,
        documents);
  }

  private void tell(String label, String format, Object... values) {
    out.accept(
        String.format(Locale.ROOT, "%-16s %s", label, String.format(Locale.ROOT, format, values)));
  }
}
