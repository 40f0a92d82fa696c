package org.gqvae.jobs.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.corpus.CorpusPlan;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.report.CompareJson;
import org.gqvae.io.report.ComparePage;
import org.gqvae.io.report.Comparison;
import org.gqvae.io.report.Comparison.Draws;
import org.gqvae.io.report.Comparison.EncodeSpeed;
import org.gqvae.io.report.Comparison.Entry;
import org.gqvae.io.report.Comparison.Group;
import org.gqvae.io.report.Comparison.HeldOutText;
import org.gqvae.io.report.VocabularyOverlap;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.jobs.cli.Corpora;
import org.gqvae.jobs.cli.DirectoryGroup;
import org.gqvae.jobs.compare.DocumentLengths.CutWords;
import org.gqvae.jobs.count.CorpusBeginning;
import org.gqvae.jobs.count.CountSummary;
import org.gqvae.jobs.rejects.TooManyRejectedException;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.model.statistics.DocumentBootstrap;
import org.gqvae.model.statistics.Interval;
import org.gqvae.model.statistics.Spread;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.text.PreTokenizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds tokenizers against each other on the same held-out documents. Each distinct word is encoded
 * once by each of them; documents are then measured by looking their words up, and the intervals
 * come from drawing documents. A tokenizer with a network has two entries: its own policy, and what
 * the network itself does.
 */
public final class CompareJob {
  static final String PAGE = "compare.html";
  static final String FIGURES = "compare.json";
  static final String OWN_NAMES = "compare\\.html|compare\\.json|\\..+\\.tmp";

  private static final Logger LOG = LoggerFactory.getLogger(CompareJob.class);

  private final SparkSession spark;
  private final CompareSettings settings;
  private final Corpora corpora;
  private final Configuration hadoop;

  /** A job that lists its corpus itself. */
  public CompareJob(SparkSession spark, CompareSettings settings) {
    this(spark, settings, new Corpora(spark.sparkContext().hadoopConfiguration()));
  }

  /** A job on a corpus that may have been listed. */
  CompareJob(SparkSession spark, CompareSettings settings, Corpora corpora) {
    this.spark = spark;
    this.settings = settings;
    this.corpora = corpora;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  /**
   * Compares and writes.
   *
   * @throws UsageException when a tokenizer is missing or damaged
   * @throws JobFailedException when there is no text, or more documents than the driver shall hold
   * @throws TooManyRejectedException when more records are rejected than allowed
   */
  public Comparison run() {
    List<Contender> contenders = Contender.read(settings.tokenizers(), hadoop);
    CorpusSpec corpus = settings.corpus().spec();
    CorpusPlan planned = corpora.plan(corpus);
    if (planned.splits().isEmpty()) {
      throw CountSummary.NONE.noText(settings.corpus());
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration configuration = new SerializableConfiguration(hadoop);
    Map<PreTokenizer, HeldOutWords> words = new EnumMap<>(PreTokenizer.class);
    List<EncodedWords> encodings = new ArrayList<>();
    DocumentLengths documents;
    try (Progress progress = Progress.of(spark, "compare")) {
      progress.phase("words of " + corpus.input());
      for (Contender contender : contenders) {
        if (!words.containsKey(contender.preTokenizer())) {
          HeldOutWords counted =
              HeldOutWords.count(
                  settings.corpus(),
                  planned,
                  contender.preTokenizer(),
                  settings.wordsInMemory(),
                  this::check,
                  context,
                  configuration);
          words.put(contender.preTokenizer(), counted);
        }
      }
      for (Contender contender : contenders) {
        progress.phase("tokens by " + contender.name());
        encodings.add(
            EncodedWords.of(
                contender.directory(),
                contender.artifact().manifest(),
                words.get(contender.preTokenizer()).entries(),
                context,
                configuration));
      }
      progress.phase("documents of " + corpus.input());
      documents =
          DocumentLengths.measure(
              corpus, planned.splits(), cuts(words, contenders, encodings), context, configuration);
    }
    planned.checkUnchanged(LOG::warn, hadoop);
    Comparison comparison = comparison(contenders, words, encodings, documents, planned.splits());
    settings.output().prepareToReplace(hadoop);
    write(FIGURES, CompareJson.text(comparison));
    write(PAGE, ComparePage.html(comparison));
    LOG.info("The comparison is {}", new Path(settings.output().path(), PAGE));
    return comparison;
  }

  /** The words of each pre-tokenizer with what its contenders make of them. */
  private static List<CutWords> cuts(
      Map<PreTokenizer, HeldOutWords> words,
      List<Contender> contenders,
      List<EncodedWords> encodings) {
    List<CutWords> cuts = new ArrayList<>();
    words.forEach(
        (preTokenizer, cut) -> {
          SortedMap<Integer, byte[]> tokens = new TreeMap<>();
          for (int i = 0; i < contenders.size(); i++) {
            if (contenders.get(i).preTokenizer() == preTokenizer) {
              tokens.put(i, encodings.get(i).tokens());
            }
          }
          cuts.add(new CutWords(preTokenizer, cut.places(), tokens));
        });
    return cuts;
  }

  /** Counts of the documents, with the words of the reference's pre-tokenizer. */
  private CountSummary summary(List<Contender> contenders, Map<PreTokenizer, HeldOutWords> words) {
    return words.get(contenders.get(reference(contenders)).preTokenizer()).summary();
  }

  private void check(CountSummary summary) {
    if (summary.words() == 0) {
      throw summary.noText(settings.corpus());
    }
    if (summary.failed() > settings.corpus().maxFailed()) {
      throw new TooManyRejectedException(
          summary.rejections(),
          settings.corpus().maxFailed(),
          summary.rejections().told() + ". Nothing is compared");
    }
    if (summary.documents() > settings.maxDocuments()) {
      throw new JobFailedException(
          "There are %,d documents in %s, more than compare.max-documents (%,d). Compare on a part of them, or allow more with more --driver-memory"
              .formatted(
                  summary.documents(), settings.corpus().spec().input(), settings.maxDocuments()));
    }
  }

  // Figures ----------------------------------------------------------------------------------

  private Comparison comparison(
      List<Contender> contenders,
      Map<PreTokenizer, HeldOutWords> words,
      List<EncodedWords> encodings,
      DocumentLengths documents,
      List<Split> splits) {
    int reference = reference(contenders);
    CountSummary summary = summary(contenders, words);
    DocumentBootstrap bootstrap =
        DocumentBootstrap.of(documents.lengths(), settings.resamples(), settings.seed());
    CorpusSample sample =
        new CorpusSample(
            CorpusBeginning.read(settings.corpus().spec(), splits, settings.speedBytes(), hadoop),
            contenders,
            words,
            encodings);
    List<EncodeSpeed> speeds = sample.speeds(settings.speedBytes(), settings.speedRepetitions());
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      Contender contender = contenders.get(i);
      int tokens = 1 + i; // among the measures, the bytes being the first
      int others = 1 + reference;
      TokenCounts counts =
          encodings
              .get(i)
              .counts(contender.vocabulary().ordinaryIds())
              .plus(
                  TokenCounts.ofDocuments(
                      documents.empty(), summary.chars(), summary.bytes(), documents.tokens(i)));
      entries.add(
          new Entry(
              contender.name(),
              contender.tokenizer(),
              contender.artifact().manifest(),
              TokenFigures.of(counts, contender.vocabulary()),
              interval(bootstrap, sums -> sums[0] / sums[tokens]),
              interval(bootstrap, sums -> sums[0] / sums[tokens] - sums[0] / sums[others]),
              interval(bootstrap, sums -> sums[others] / sums[tokens]),
              speeds.get(i),
              encodings.get(i).gates()));
    }
    return new Comparison(
        text(summary, documents),
        new Draws(settings.confidence(), settings.resamples(), settings.seed()),
        reference,
        entries,
        overlap(contenders),
        groups(entries),
        sample.samples(settings.samples()));
  }

  private Interval interval(DocumentBootstrap bootstrap, ToDoubleFunction<double[]> figure) {
    return bootstrap.interval(figure, settings.confidence());
  }

  private HeldOutText text(CountSummary summary, DocumentLengths documents) {
    return new HeldOutText(
        settings.corpus().spec().input(),
        summary.documents(),
        documents.empty(),
        summary.failed(),
        summary.bytes(),
        summary.chars(),
        summary.words(),
        summary.distinctWords());
  }

  /** The reference's place among the contenders: its own policy. */
  private int reference(List<Contender> contenders) {
    int tokenizer =
        settings
            .reference()
            .map(name -> settings.tokenizers().indexOf(name).orElseThrow())
            .orElse(0);
    return IntStream.range(0, contenders.size())
        .filter(i -> contenders.get(i).tokenizer() == tokenizer)
        .findFirst()
        .orElseThrow();
  }

  private static VocabularyOverlap overlap(List<Contender> contenders) {
    List<Contender> tokenizers = // of each the first contender: its policies share a vocabulary
        IntStream.range(0, contenders.size())
            .filter(
                i -> i == 0 || contenders.get(i - 1).tokenizer() < contenders.get(i).tokenizer())
            .mapToObj(contenders::get)
            .toList();
    return VocabularyOverlap.of(
        tokenizers.stream().map(Contender::name).toList(),
        tokenizers.stream().map(contender -> contender.artifact().manifest().kind()).toList(),
        tokenizers.stream().map(Contender::vocabulary).toList());
  }

  /** The groups that were asked for, and where all of one have networks, these as a group. */
  private List<Group> groups(List<Entry> entries) {
    List<Group> groups = new ArrayList<>();
    for (DirectoryGroup asked : settings.groups()) {
      List<String> names =
          asked.directories().stream()
              .map(name -> settings.tokenizers().indexOf(name).orElseThrow())
              .distinct()
              .map(settings.tokenizers().names()::get)
              .toList();
      group(asked.name(), names, entries).ifPresent(groups::add);
      group(
              Contender.neuralName(asked.name()),
              names.stream().map(Contender::neuralName).toList(),
              entries)
          .ifPresent(groups::add);
    }
    return groups;
  }

  private static Optional<Group> group(String name, List<String> names, List<Entry> entries) {
    List<Entry> members = entries.stream().filter(entry -> names.contains(entry.name())).toList();
    return members.size() < names.size()
        ? Optional.empty()
        : Optional.of(
            new Group(
                name,
                members.stream().map(Entry::name).toList(),
                spread(members, entry -> entry.bytesPerToken().estimate()),
                spread(members, entry -> entry.ratio().estimate())));
  }

  private static Spread spread(List<Entry> entries, ToDoubleFunction<Entry> figure) {
    return Spread.of(entries.stream().mapToDouble(figure).toArray());
  }

  private void write(String name, String text) {
    Path file = new Path(settings.output().path(), name);
    try {
      AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("write " + file, e);
    }
  }
}
