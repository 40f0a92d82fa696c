package org.gqvae.jobs.report;

import static java.util.stream.Collectors.partitioningBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.report.DataSet;
import org.gqvae.io.report.ReportPage;
import org.gqvae.io.report.RoundTrip;
import org.gqvae.io.report.SampleDocument;
import org.gqvae.io.report.StatsJson;
import org.gqvae.io.report.TokenLengthFile;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokenSchema.Column;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.detokenize.TokenColumns;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.statistics.TokenStatistics;
import org.gqvae.model.vocabulary.Vocabulary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what token columns are like, packed or not. A task counts each part file exactly; the
 * counts are added up in any order, and the figures taken from the sums.
 */
public final class ReportJob {
  public static final String PAGE = "report.html";
  static final String STATS = "stats.json";
  static final String TOKEN_LENGTHS = "token_length_histogram.parquet";
  public static final String OWN_NAMES =
      "report\\.html|stats\\.json|token_length_histogram\\.parquet|\\..+\\.tmp";

  private static final Logger LOG = LoggerFactory.getLogger(ReportJob.class);

  /** Tokens of a sample that are shown. */
  private static final int SAMPLE_TOKENS = 200;

  private final SparkSession spark;
  private final ReportSettings settings;

  public ReportJob(SparkSession spark, ReportSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * Counts and writes.
   *
   * @return what the report tells of each directory
   */
  public List<DataSet> run() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<DataSet> dataSets = new ArrayList<>();
    try (Progress progress = Progress.of(spark, "report")) {
      for (String directory : settings.tokens()) {
        TokenColumns tokens = TokenColumns.openPackedToo(directory, hadoop);
        progress.phase("%,d files of %s".formatted(tokens.files().size(), directory));
        dataSets.add(tokens.isPacked() ? packed(tokens) : dataSet(tokens, hadoop));
      }
    }
    settings.output().prepareToReplace(hadoop);
    write(STATS, file -> writeText(file, StatsJson.text(dataSets), hadoop));
    write(TOKEN_LENGTHS, file -> TokenLengthFile.write(file, dataSets, hadoop));
    write(PAGE, file -> writeText(file, ReportPage.html(dataSets), hadoop));
    LOG.info("The report is {}", new Path(settings.output().path(), PAGE));
    return dataSets;
  }

  /**
   * Checks that all directories can be in one report.
   *
   * @throws UsageException when some are packed and others are not
   */
  static void checkAlike(ReportSettings settings, Configuration hadoop) {
    Map<Boolean, List<String>> byPacking =
        settings.tokens().stream()
            .collect(partitioningBy(directory -> TokenColumns.isPacked(directory, hadoop)));
    if (!byPacking.get(true).isEmpty() && !byPacking.get(false).isEmpty()) {
      throw new UsageException(
          "Invalid --tokens: rows of %s are packed, those of %s are documents. Report them apart, as they have other figures"
              .formatted(
                  String.join(", ", byPacking.get(true)), String.join(", ", byPacking.get(false))));
    }
  }

  private DataSet packed(TokenColumns tokens) {
    return DataSet.packed(
        tokens.directory(),
        inWords(tokens.tokenizer().manifest()),
        tokens.manifest().fingerprint(),
        roundTrip(tokens.manifest()),
        new PackedRowsCount(spark, tokens).figures(),
        tokens.manifest().packing());
  }

  private DataSet dataSet(TokenColumns tokens, Configuration hadoop) {
    Vocabulary vocabulary = tokens.tokenizer().vocabulary();
    TokenizerManifest tokenizer = tokens.tokenizer().manifest();
    TokenStatistics statistics = new DocumentCount(spark, tokens, settings.groupBy()).statistics();
    TreeMap<String, TokenFigures> groups = new TreeMap<>(statistics.groups().comparator());
    if (settings.groupBy().isPresent()) {
      statistics
          .groups()
          .forEach((value, counts) -> groups.put(value, TokenFigures.of(counts, vocabulary)));
    }
    return new DataSet(
        tokens.directory(),
        inWords(tokenizer),
        tokenizer.fingerprint(),
        roundTrip(tokens.manifest()),
        TokenFigures.of(statistics.total(), vocabulary),
        settings.groupBy(),
        groups,
        samples(tokens, hadoop));
  }

  private static String inWords(TokenizerManifest tokenizer) {
    return "%s, %s, %s, %,d tokens"
        .formatted(
            Spelling.of(tokenizer.kind()),
            Spelling.of(tokenizer.policy()),
            Spelling.of(tokenizer.preTokenizer()),
            tokenizer.vocabularySize());
  }

  private static Optional<RoundTrip> roundTrip(TokensManifest manifest) {
    return Optional.ofNullable(manifest.verifiedDocuments())
        .map(verified -> new RoundTrip(verified, manifest.mismatches()));
  }

  /** The first documents that have text, each up to a number of tokens. */
  private List<SampleDocument> samples(TokenColumns tokens, Configuration hadoop) {
    Vocabulary vocabulary = tokens.tokenizer().vocabulary();
    List<SampleDocument> samples = new ArrayList<>();
    try (TokenColumnsReader rows =
        TokenColumnsReader.open(
            new Path(tokens.directory()),
            EnumSet.of(Column.ID, Column.CHUNK_INDEX, Column.INPUT_IDS),
            List.of(),
            hadoop)) {
      while (samples.size() < settings.samples() && rows.next()) {
        if (rows.chunkIndex() == 0 && rows.tokenCount() > 0) {
          List<byte[]> literals = new ArrayList<>();
          for (int i = 0; i < Math.min(SAMPLE_TOKENS, rows.tokenCount()); i++) {
            literals.add(vocabulary.literal(rows.inputIds()[i]));
          }
          samples.add(new SampleDocument(rows.id(), literals));
        }
      }
      return samples;
    } catch (IOException e) {
      throw JobFailedException.cannot("read " + tokens.directory(), e);
    }
  }

  @FunctionalInterface
  private interface FileWriter {
    void write(Path file) throws IOException;
  }

  private void write(String name, FileWriter writer) {
    Path file = new Path(settings.output().path(), name);
    try {
      writer.write(file);
    } catch (IOException e) {
      throw JobFailedException.cannot("write " + file, e);
    }
  }

  private static void writeText(Path file, String text, Configuration hadoop) throws IOException {
    AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), hadoop);
  }
}
