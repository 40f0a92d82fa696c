package org.gqvae.jobs.tokenize;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.tokens.TokenSchema;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.cli.CorpusOptions;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Flags;
import org.gqvae.jobs.cli.HadoopPath;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.ResumableOutputOptions;
import org.gqvae.jobs.cli.SparkVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tokenize}: a corpus as token columns. */
@Command(
    name = "tokenize",
    description = "Encodes documents into Parquet token columns, in input order or shuffled.")
public final class TokenizeVerb extends SparkVerb<TokenizeSettings> {
  @Mixin private CorpusOptions corpus;

  @Option(
      names = "--tokenizer",
      converter = HadoopPath.class,
      required = true,
      paramLabel = "DIR",
      description = "Tokenizer directory.")
  private String tokenizer;

  @Mixin private ResumableOutputOptions output;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "viterbi, neural or merges (default: the policy in the tokenizer's manifest).")
  private String policy;

  @Option(
      names = "--keep-columns",
      paramLabel = "A,B,..",
      description = "Columns or JSON keys to copy to the output as strings.")
  private String keepColumns;

  @Option(
      names = "--verify",
      paramLabel = "WHICH",
      description =
          "Documents to decode again and compare with the input: all, sample (1 %%, the default)"
              + " or none.")
  private String verify;

  @Option(
      names = "--pack",
      paramLabel = "L",
      description = "Write rows of exactly L ids, with the documents joined by <|endoftext|>.")
  private String pack;

  @Option(
      names = "--pack-method",
      paramLabel = "METHOD",
      description =
          "How --pack fills rows: concatenate (the default; documents continue in the next row) or"
              + " best-fit (cuts only documents that are longer than a row).")
  private String packMethod;

  @Option(
      names = "--shuffle",
      paramLabel = "SEED",
      description = "Shuffle the documents. The same seed gives the same order.")
  private String shuffle;

  @Override
  protected List<Setting> flags() {
    return new Flags()
        .addAll(corpus.settings())
        .add("tokenize.policy", "--policy", policy)
        .add("tokenize.keep-columns", "--keep-columns", keepColumns)
        .add("tokenize.verify", "--verify", verify)
        .add("tokenize.pack", "--pack", pack)
        .add("tokenize.pack-method", "--pack-method", packMethod)
        .add("tokenize.shuffle", "--shuffle", shuffle)
        .settings();
  }

  @Override
  protected TokenizeSettings settings(ConfigReader reader) {
    return TokenizeSettings.read(
        reader, tokenizer, corpus.input(), output.directory(TokenizeJob.OWN_NAMES));
  }

  @Override
  protected Plan plan(TokenizeSettings settings, Configuration hadoop) {
    Plan plan = new Plan(hadoop).corpus(settings.corpus().spec());
    return Tokenizers.plan(plan, settings.tokenizer(), settings.policy(), hadoop)
        .check(() -> new TokenSchema(settings.corpus().spec().keptNames()))
        .output(settings.output(), "part-NNNNN-of-MMMMM.parquet")
        .line("rows", rows(settings))
        .line("order", order(settings, plan.corpusBytes()))
        .line("keeps", "columns " + settings.corpus().spec().keptColumns())
        .line("verifies", Spelling.of(settings.verification()))
        .estimate(
            files ->
                TokenizeEstimate.lines(
                    settings, plan.corpora().plan(settings.corpus().spec()), files));
  }

  private static String rows(TokenizeSettings settings) {
    return settings
        .pack()
        .map(
            pack ->
                "%,d ids each, packed by %s".formatted(pack.length(), Spelling.of(pack.method())))
        .orElse("a document each, up to %,d tokens".formatted(settings.maxTokensPerRow()));
  }

  private static String order(TokenizeSettings settings, long inputBytes) {
    return settings
        .shuffle()
        .map(
            seed ->
                "shuffled by \"%s\" into %,d files"
                    .formatted(seed, settings.shuffleFiles().of(inputBytes)))
        .orElse("that of the input, a file a split");
  }

  @Override
  protected Outcome run(TokenizeSettings settings, SparkSession spark) {
    TokenizeJob job = new TokenizeJob(spark, settings, corpora());
    TokensManifest manifest = job.run();
    return Outcome.ofRejected(
            manifest.failed(), settings.corpus().maxFailed(), job.place(job.rejections()))
        .with(
            figures(manifest)
                .with("rejects", manifest.failed() == 0 ? null : job.rejectsDirectory())
                .with("rejects_kept", manifest.rejectsKept())
                .with("rejected", job.rejections().commonestFirst()));
  }

  @Override
  protected Optional<String> finished(TokenizeSettings settings, Configuration hadoop) {
    return PartLedger.told(settings.output().qualified(hadoop), hadoop);
  }

  public static Figures figures(TokensManifest manifest) {
    return Figures.NONE
        .with("documents", manifest.documentsOut())
        .with("failed", manifest.failed())
        .with("tokens", manifest.tokens())
        .with("source_bytes", manifest.sourceBytes())
        .with("bytes_in", manifest.bytesIn())
        .with("bytes_per_token", (double) manifest.bytesIn() / manifest.tokens())
        .with("files", manifest.files().size())
        .with("verified_documents", manifest.verifiedDocuments())
        .with("packing", manifest.packing())
        .with("fingerprint", manifest.fingerprint());
  }
}
