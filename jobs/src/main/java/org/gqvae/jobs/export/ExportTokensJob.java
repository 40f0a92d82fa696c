package org.gqvae.jobs.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.artifact.RunIdentity;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.export.DataSplit;
import org.gqvae.io.export.ExportLayout;
import org.gqvae.io.export.ExportManifest;
import org.gqvae.io.export.ExportedFile;
import org.gqvae.io.export.MdsWriter;
import org.gqvae.io.export.SplitTotals;
import org.gqvae.io.export.TrainerFormat;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Storage;
import org.gqvae.io.tokens.ListedFile;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.cli.Build;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.detokenize.TokenColumns;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.model.vocabulary.Vocabulary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Writes token columns as a training program reads them: first adds up the documents of each part
 * file, then writes the files that these sums give, a task for each. The manifest comes last; each
 * finished file is in a ledger before, from which an interrupted run is resumed.
 */
public final class ExportTokensJob {
  /** What the export writes into its output, whatever the format. */
  public static final String OWN_NAMES =
      "(train|val)(-[0-9]+)?\\.(bin|idx)|gqvae_(train|val)_[0-9]+\\.bin|train|val"
          + "|_manifest\\.json|_run\\.json|_progress|\\..+\\.tmp";

  private static final Logger LOG = LoggerFactory.getLogger(ExportTokensJob.class);

  private final SparkSession spark;
  private final ExportTokensSettings settings;
  private final Configuration hadoop;
  private final Path output;

  public ExportTokensJob(SparkSession spark, ExportTokensSettings settings) {
    this.spark = spark;
    this.settings = settings;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.output = settings.output().qualified(hadoop);
  }

  /**
   * Exports, or finishes what an earlier run has begun.
   *
   * @throws UsageException when the format has no room for the token columns, or the run to resume
   *     is another one
   * @throws JobFailedException when a file cannot be read or written, or what is written is not all
   *     of the token columns
   */
  public ExportManifest run() {
    try {
      return export();
    } catch (IOException e) {
      throw JobFailedException.cannot("write " + output, e);
    }
  }

  /** How the columns become files. */
  static ExportLayout layout(ExportTokensSettings settings, TokenColumns tokens) {
    Vocabulary vocabulary = tokens.tokenizer().vocabulary();
    return ExportLayout.of(
        settings.format(),
        vocabulary.size(),
        vocabulary.specials().get(Vocabulary.END_OF_TEXT),
        settings.shardBytes(),
        tokens.manifest().fingerprint());
  }

  private ExportManifest export() throws IOException {
    TokenColumns tokens = TokenColumns.open(settings.tokens(), hadoop);
    ExportLayout layout = layout(settings, tokens);
    RunIdentity run = identity(settings, tokens.manifest());
    OutputMode mode = settings.output().mode();
    if (mode.resumes()) {
      sweep();
      run.checkBegun(output, mode.otherBuild(), hadoop);
      if (Storage.of(output, hadoop).exists(new Path(output, ExportManifest.FILE_NAME))) {
        return finished();
      }
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (Progress progress = Progress.of(spark, "export")) {
      progress.phase(
          "lengths of %,d files of %s".formatted(tokens.files().size(), settings.tokens()));
      List<ExportTokensPart> parts = survey(context, tokens);
      List<ExportTokensTask> tasks = tasks(parts, layout);
      settings.output().prepare(hadoop);
      run.write(output, hadoop);
      progress.phase("%,d files of %s".formatted(tasks.size(), Spelling.of(settings.format())));
      ExportTokensSpec spec =
          new ExportTokensSpec(
              layout,
              settings.validation(),
              output.toString(),
              new SerializableConfiguration(hadoop));
      List<ExportedShard> shards =
          context.parallelize(tasks, tasks.size()).map(new ShardExporter(spec)).collect();
      return finish(tokens, layout, tasks, shards);
    }
  }

  /** All that the files of an export depend on. */
  static RunIdentity identity(ExportTokensSettings settings, TokensManifest manifest) {
    return new RunIdentity(
        settings.deciding(),
        manifest.sha256(),
        manifest.fingerprint(),
        Build.version(),
        Build.commit());
  }

  private List<ExportTokensPart> survey(JavaSparkContext context, TokenColumns tokens) {
    List<ListedFile> files = tokens.files();
    List<Tuple2<Integer, ListedFile>> numbered =
        IntStream.range(0, files.size()).mapToObj(i -> new Tuple2<>(i, files.get(i))).toList();
    List<ExportTokensPart> parts =
        context
            .parallelize(numbered, numbered.size())
            .map(
                new ExportTokensSurvey(
                    settings.validation(), new SerializableConfiguration(hadoop)))
            .collect();
    SplitTotals all = total(parts, DataSplit.TRAIN).plus(total(parts, DataSplit.VAL));
    TokensManifest manifest = tokens.manifest();
    if (all.documents() != manifest.documentsOut() || all.tokens() != manifest.tokens()) {
      throw new JobFailedException(
          "The files of %s hold %d documents and %d tokens, its manifest says %d and %d. Write them again by tokenize --overwrite"
              .formatted(
                  settings.tokens(),
                  all.documents(),
                  all.tokens(),
                  manifest.documentsOut(),
                  manifest.tokens()));
    }
    return parts;
  }

  private static SplitTotals total(List<ExportTokensPart> parts, DataSplit split) {
    return parts.stream().map(part -> part.of(split)).reduce(SplitTotals.NONE, SplitTotals::plus);
  }

  private List<ExportTokensTask> tasks(List<ExportTokensPart> parts, ExportLayout layout) {
    List<ExportTokensTask> tasks = new ArrayList<>();
    for (DataSplit split : splits()) {
      SplitTotals documents = total(parts, split);
      if (documents.tokens() + layout.endsOfText(documents) == 0) {
        throw new UsageException(nothing(split));
      }
      tasks.addAll(ExportTokensTask.of(layout.shards(split, documents), parts, layout));
    }
    return tasks;
  }

  private List<DataSplit> splits() {
    return settings.validation().share() == 0
        ? List.of(DataSplit.TRAIN)
        : List.of(DataSplit.TRAIN, DataSplit.VAL);
  }

  private String nothing(DataSplit split) {
    return settings.validation().share() == 0
        ? "There are no tokens in %s. Give another --tokens".formatted(settings.tokens())
        : "Invalid export.validation-share: %s, which gives no documents of %s to %s. Give another share or --seed"
            .formatted(settings.validation().share(), settings.tokens(), Spelling.of(split));
  }

  private ExportManifest finish(
      TokenColumns tokens,
      ExportLayout layout,
      List<ExportTokensTask> tasks,
      List<ExportedShard> shards)
      throws IOException {
    List<ExportedFile> files =
        new ArrayList<>(shards.stream().flatMap(shard -> shard.files().stream()).toList());
    settings.output().checkWritten(files.stream().map(ExportedFile::name).toList(), hadoop);
    if (settings.format() == TrainerFormat.MDS) {
      files.addAll(writeIndexes(tasks, shards, layout));
    }
    ExportManifest manifest = manifest(tokens.manifest(), layout, files);
    manifest.write(output, hadoop);
    Storage.of(output, hadoop).delete(new Path(output, ExportTokensLedger.DIRECTORY), true);
    sweep();
    LOG.info(
        "{} documents, {} tokens, {} files: {}",
        manifest.documents(),
        manifest.tokens(),
        files.size(),
        output);
    return manifest;
  }

  private List<ExportedFile> writeIndexes(
      List<ExportTokensTask> tasks, List<ExportedShard> shards, ExportLayout layout)
      throws IOException {
    List<ExportedFile> indexes = new ArrayList<>();
    for (DataSplit split : splits()) {
      List<ExportedFile> ofSplit =
          IntStream.range(0, tasks.size())
              .filter(i -> tasks.get(i).shard().split() == split)
              .boxed()
              .flatMap(i -> shards.get(i).files().stream())
              .toList();
      String directory = Spelling.of(split);
      indexes.add(
          ExportedFile.beside(
              directory + "/index.json",
              MdsWriter.writeIndex(new Path(output, directory), ofSplit, layout, hadoop)));
    }
    return indexes;
  }

  private ExportManifest manifest(
      TokensManifest source, ExportLayout layout, List<ExportedFile> files) {
    return new ExportManifest(
        Spelling.of(settings.format()),
        Spelling.of(layout.ids()),
        layout.vocabularySize(),
        layout.endOfText(),
        source.documentsOut(),
        source.empty(),
        source.tokens(),
        layout.endsOfText(new SplitTotals(source.documentsOut(), source.empty(), source.tokens())),
        settings.validation().share(),
        settings.validation().seed(),
        source.sha256(),
        source.fingerprint(),
        files);
  }

  /** The manifest of an export that had finished, whose files are still there. */
  private ExportManifest finished() throws IOException {
    ExportManifest manifest = ExportManifest.read(output, hadoop);
    FileSystem files = Storage.of(output, hadoop);
    for (ExportedFile file : manifest.files()) {
      Path path = new Path(output, file.name());
      if (!files.exists(path) || files.getFileStatus(path).getLen() != file.bytes()) {
        throw new UsageException(
            "Missing %s with %,d bytes, which its manifest lists. Put it back, or write it again by export --overwrite"
                .formatted(path, file.bytes()));
      }
    }
    files.delete(new Path(output, ExportTokensLedger.DIRECTORY), true);
    LOG.info("All is done already: {}", output);
    return manifest;
  }

  /** Removes what killed attempts at files have left. */
  private void sweep() throws IOException {
    Storage.sweep(output, hadoop);
    for (String directory :
        Stream.concat(
                Stream.of(DataSplit.values()).map(Spelling::of),
                Stream.of(ExportTokensLedger.DIRECTORY))
            .toList()) {
      Storage.sweep(new Path(output, directory), hadoop);
    }
  }
}
