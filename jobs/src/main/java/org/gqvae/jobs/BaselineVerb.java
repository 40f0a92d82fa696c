package org.gqvae.jobs;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.jobs.settings.BaselineSettings;
import org.gqvae.jobs.settings.CorpusSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baseline}: a tokenizer made by another method, to compare with. */
@Command(
    name = "baseline",
    description =
        "Makes a tokenizer directory by another method, of a corpus or of words that count counted.")
final class BaselineVerb extends Verb<BaselineSettings> {
  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = "bpe: byte-pair encoding; unigram: a unigram model as of SentencePiece.")
  private String kind;

  @Mixin private CorpusOptions corpus;
  @Mixin private OutputOptions output;

  @Option(
      names = "--vocabulary-size",
      paramLabel = "V",
      description = "Ids in all: 256 single bytes, learned tokens, 2 specials (default: 4000).")
  private String vocabularySize;

  @Override
  List<Setting> flags() {
    return new Flags()
        .addAll(corpus.settings())
        .add("baseline.kind", "KIND", kind)
        .add("baseline.vocabulary-size", "--vocabulary-size", vocabularySize)
        .settings();
  }

  @Override
  BaselineSettings settings(ConfigReader reader) {
    return BaselineSettings.read(
        reader,
        CorpusSettings.read(reader, corpus.input(), List.of()),
        output.directory(TokenizerAssembly.OWN_NAMES));
  }

  @Override
  Plan plan(BaselineSettings settings, Configuration hadoop) {
    return new Plan(hadoop)
        .corpusOrWords(settings.counting().corpus().spec())
        .output(settings.output(), "manifest.json", "vocab.tsv", "scores.tsv", "words.parquet")
        .line(
            "learns",
            "%,d tokens by %s, %,d ids in all"
                .formatted(
                    settings.learnedTokens(),
                    settings.kind().spelling(),
                    settings.vocabularySize()));
  }

  @Override
  Outcome run(BaselineSettings settings, SparkSession spark) {
    return new BaselineJob(spark, settings).run();
  }
}
