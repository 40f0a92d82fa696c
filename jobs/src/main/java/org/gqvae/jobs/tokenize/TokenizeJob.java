package org.gqvae.jobs.tokenize;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.artifact.RunIdentity;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.corpus.CorpusFingerprint;
import org.gqvae.io.corpus.CorpusInventory;
import org.gqvae.io.corpus.CorpusPlan;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Storage;
import org.gqvae.io.tokens.DataSetCard;
import org.gqvae.io.tokens.ListedFile;
import org.gqvae.io.tokens.RejectsWriter;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.cli.Build;
import org.gqvae.jobs.cli.Corpora;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.rejects.RejectLimit;
import org.gqvae.jobs.rejects.Rejections;
import org.gqvae.jobs.rejects.TooManyRejectedException;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.jobs.spark.ResultsByTask;
import org.gqvae.jobs.spark.SplitMeter;
import org.gqvae.jobs.spark.SplitTasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a corpus into token columns: a task and a file for each split, or with its documents
 * shuffled a number of files. The manifest comes last, and the files count only when it is there;
 * each finished file is in a ledger before, from which an interrupted run is resumed.
 */
public final class TokenizeJob {
  /** What tokenize writes into its output. */
  public static final String OWN_NAMES =
      "part-[0-9]+-of-[0-9]+\\.parquet|_manifest\\.json|_run\\.json|_input\\.tsv\\.gz|_progress|_rejects|_tokenizer"
          + "|\\.huggingface\\.yaml|\\..+\\.tmp";

  /** The directory of the ledger: a file for each finished part, until all are. */
  static final String PROGRESS = "_progress";

  private static final Logger LOG = LoggerFactory.getLogger(TokenizeJob.class);

  private final SparkSession spark;
  private final TokenizeSettings settings;
  private final Corpora corpora;
  private final Path output;
  private Rejections rejections = Rejections.NONE;

  /** A job that lists its corpus itself. */
  public TokenizeJob(SparkSession spark, TokenizeSettings settings) {
    this(spark, settings, new Corpora(spark.sparkContext().hadoopConfiguration()));
  }

  /** A job on a corpus that may have been listed. */
  public TokenizeJob(SparkSession spark, TokenizeSettings settings, Corpora corpora) {
    this.spark = spark;
    this.settings = settings;
    this.corpora = corpora;
    this.output = settings.output().qualified(spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Tokenizes, or finishes what an earlier run has begun.
   *
   * @throws UsageException when the tokenizer is damaged, or the run to resume is another one
   * @throws JobFailedException when a file cannot be read or written, or a document does not decode
   *     to its text
   * @throws TooManyRejectedException when the first splits have more rejected records than allowed
   */
  public TokensManifest run() {
    try {
      return tokenize(spark.sparkContext().hadoopConfiguration());
    } catch (IOException e) {
      throw JobFailedException.cannot("write " + output, e);
    }
  }

  /** Why records were rejected, by the files that this run or the one it resumed has written. */
  Rejections rejections() {
    return rejections;
  }

  /** Where the rejected records are. */
  String rejectsDirectory() {
    return settings.output().path() + "/" + RejectsWriter.DIRECTORY;
  }

  /** What is told of rejected records and where they are. */
  String place(Rejections rejected) {
    return rejected.reasons().isEmpty()
        ? rejectsDirectory()
        : rejected.told() + ". See " + rejectsDirectory();
  }

  private TokensManifest tokenize(Configuration hadoop) throws IOException {
    long start = System.nanoTime();
    TokenizerArtifact tokenizer = Tokenizers.read(settings.tokenizer(), settings.policy(), hadoop);
    CorpusPlan corpus = corpora.plan(settings.corpus().spec());
    if (corpus.splits().isEmpty()) {
      throw new JobFailedException(
          "There are no files in " + settings.corpus().spec().input() + ". Check --input");
    }
    CorpusInventory files = corpora.inventory(settings.corpus().spec(), spark);
    RunIdentity run = identity(settings, tokenizer, files.fingerprint());
    settings.output().prepare(hadoop);
    sweep(hadoop);
    OutputMode mode = settings.output().mode();
    if (mode.resumes()) {
      run.checkBegun(output, files, mode.otherBuild(), hadoop);
      if (Storage.of(output, hadoop).exists(new Path(output, TokensManifest.FILE_NAME))) {
        return finished(hadoop);
      }
    }
    run.write(output, hadoop);
    files.write(output, hadoop);
    TokenizeSpec spec =
        TokenizeSpec.of(
            settings,
            tokenizer,
            SplitMeter.of(corpus.splits(), spark.sparkContext()),
            new SerializableConfiguration(hadoop));
    Tokenized tokenized = tokenize(corpus, spec);
    rejections = tokenized.counts().rejections();
    corpus.checkUnchanged(LOG::warn, hadoop);
    TokensManifest manifest = manifest(tokenized, corpus, spec, (System.nanoTime() - start) / 1e9);
    finish(manifest, tokenizer, hadoop);
    return manifest;
  }

  /** All that the part files of a run depend on. */
  static RunIdentity identity(
      TokenizeSettings settings, TokenizerArtifact tokenizer, CorpusFingerprint input) {
    return new RunIdentity(
        settings.shuffleFiles().recorded(settings.deciding(), input.bytes()),
        input.sha256(),
        tokenizer.manifest().fingerprint(),
        Build.version(),
        Build.commit());
  }

  private Tokenized tokenize(CorpusPlan corpus, TokenizeSpec spec) {
    List<Split> splits = corpus.splits();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ResultsByTask<EncodingCounts> counts = new ResultsByTask<>();
    context.sc().register(counts);
    RejectLimit limit =
        RejectLimit.of(
            counts,
            EncodingCounts::rejections,
            splits.size(),
            settings.corpus().maxFailed(),
            this::place);
    try (Progress progress = Progress.of(spark, "tokenize", spec.meter())) {
      progress.phase("%,d splits of %s".formatted(splits.size(), settings.corpus().spec().input()));
      return limit.hold(context.sc(), () -> write(corpus, spec, counts, context));
    }
  }

  private Tokenized write(
      CorpusPlan corpus,
      TokenizeSpec spec,
      ResultsByTask<EncodingCounts> counts,
      JavaSparkContext context) {
    List<Split> splits = corpus.splits();
    if (settings.shuffle().isPresent()) {
      int files = settings.shuffleFiles().of(corpus.bytes());
      DocumentOrder order = new DocumentOrder(settings.shuffle().get(), files);
      return new ShuffledFiles(context, spec, order, counts).write(splits);
    }
    SplitTokenizer task = new SplitTokenizer(spec, splits.size(), counts);
    return Tokenized.of(SplitTasks.of(splits, context).map(task).collect(), EncodingCounts.NONE);
  }

  private TokensManifest manifest(
      Tokenized tokenized, CorpusPlan corpus, TokenizeSpec spec, double seconds) {
    boolean verified = settings.verification() != Verification.NONE;
    EncodingCounts counts = tokenized.counts();
    TokensManifest manifest =
        TokensManifest.of(
            tokenized.files(),
            new TokensManifest.RunCounts(
                counts.records(),
                counts.failed(),
                counts.rejectsKept(),
                corpus.skipped().size(),
                corpus.bytes(),
                counts.tableMisses(),
                verified ? counts.verified() : null,
                verified ? counts.mismatches() : null),
            Optional.ofNullable(spec.packing()),
            spec.fingerprint(),
            seconds);
    checkConserved(manifest, counts);
    return manifest;
  }

  /** That no token was lost on its way from the encoder. */
  private static void checkConserved(TokensManifest manifest, EncodingCounts counts) {
    if (counts.tokens() != manifest.tokens()) {
      throw new JobFailedException(
          "Documents were encoded to %d tokens, but %d were written: begin again by --overwrite"
              .formatted(counts.tokens(), manifest.tokens()));
    }
  }

  private void finish(TokensManifest manifest, TokenizerArtifact tokenizer, Configuration hadoop)
      throws IOException {
    FileSystem files = Storage.of(output, hadoop);
    settings
        .output()
        .checkWritten(manifest.files().stream().map(TokensManifest.Part::name).toList(), hadoop);
    TokenizerDirectory.writeDescription(
        new Path(output, TokenizerDirectory.BESIDE_TOKENS), tokenizer.description(), hadoop);
    DataSetCard.write(output, hadoop);
    manifest.write(output, hadoop);
    ListedFile.of(output, manifest, LOG::warn, hadoop); // names what others have left here
    files.delete(new Path(output, PROGRESS), true);
    sweep(hadoop);
    LOG.info(
        "{} documents, {} bytes -> {} tokens in {} files: {}",
        manifest.documentsOut(),
        manifest.bytesIn(),
        manifest.tokens(),
        manifest.files().size(),
        output);
    if (manifest.packing() != null) {
      LOG.info(
          "{} rows of {} ids, packed by {}: {} pads, {} documents cut",
          manifest.chunks(),
          manifest.packing().length(),
          manifest.packing().method(),
          manifest.packing().padTokens(),
          manifest.packing().cutDocuments());
    }
    checkVerified(manifest);
  }

  private void checkVerified(TokensManifest manifest) {
    if (manifest.mismatches() != null && manifest.mismatches() > 0) {
      throw new JobFailedException(
          manifest.mismatches()
              + " of "
              + manifest.verifiedDocuments()
              + " verified documents do not decode to their text: the tokenizer "
              + settings.tokenizer()
              + " is broken");
    }
  }

  /** Removes what killed attempts at files have left. */
  private void sweep(Configuration hadoop) throws IOException {
    Storage.sweep(output, hadoop);
    Storage.sweep(new Path(output, RejectsWriter.DIRECTORY), hadoop);
    Storage.sweep(new Path(output, TokenizerDirectory.BESIDE_TOKENS), hadoop);
  }

  /** The manifest of a run that had finished, whose files are still there. */
  private TokensManifest finished(Configuration hadoop) throws IOException {
    TokensManifest manifest = TokensManifest.read(output, hadoop);
    ListedFile.of(output, manifest, LOG::warn, hadoop);
    FileSystem files = Storage.of(output, hadoop);
    files.delete(new Path(output, PROGRESS), true);
    checkVerified(manifest);
    LOG.info("All is done already: {}", output);
    return manifest;
  }
}
