package org.gqvae.jobs.baseline;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.ScratchDirectory;
import org.gqvae.jobs.cli.Corpora;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.count.CountJob;
import org.gqvae.jobs.count.CountSummary;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.jobs.distill.TokenizerAssembly;
import org.gqvae.jobs.distill.TokenizerAssembly.Draft;
import org.gqvae.jobs.distill.TokenizerAssembly.EncoderSource;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.jobs.train.TrainJob;
import org.gqvae.jobs.train.TrainSettings;
import org.gqvae.model.baseline.BpeTrainer;
import org.gqvae.model.baseline.PrunedTrainer;
import org.gqvae.model.baseline.ScoredVocabulary;
import org.gqvae.model.baseline.UnigramTrainer;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.MergesEncoder;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.tokenizer.WordEncoder;
import org.gqvae.model.vocabulary.Vocabulary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a tokenizer by another method. A VQ-VAE of fixed-length tokens is trained as a GQ-VAE is.
 * Of the others executors count the words and the uses of tokens; the vocabulary is learned on the
 * driver, from the distinct words, which are few.
 */
final class BaselineJob {
  private static final Logger LOG = LoggerFactory.getLogger(BaselineJob.class);

  private final SparkSession spark;
  private final BaselineSettings settings;
  private final Corpora corpora;
  private final Configuration hadoop;

  private record ByMerges(TokenScores scores) implements EncoderSource {
    @Override
    public WordEncoder over(Vocabulary vocabulary) {
      return new MergesEncoder(vocabulary, scores);
    }
  }

  private record ByScores(TokenScores scores) implements EncoderSource {
    @Override
    public WordEncoder over(Vocabulary vocabulary) {
      return new ViterbiEncoder(vocabulary, scores);
    }
  }

  /** A job on a corpus that may have been listed. */
  BaselineJob(SparkSession spark, BaselineSettings settings, Corpora corpora) {
    this.spark = spark;
    this.settings = settings;
    this.corpora = corpora;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  /**
   * Counts the corpus where it is not counted words, trains, and writes the tokenizer.
   *
   * @return how many records of the corpus no document could be read from, and which
   * @throws UsageException when there are more words than the driver may hold, or the run or the
   *     output that are to be resumed are others
   * @throws JobFailedException when there is nothing to train on
   */
  Outcome run() {
    Path output = settings.output().qualified(hadoop);
    try {
      return switch (settings.kind()) {
        case BPE -> learn(this::bpe, output);
        case UNIGRAM -> learn(this::unigram, output);
        case PRUNED -> learn(this::pruned, output);
        case VQVAE -> train(settings.training().orElseThrow(), output);
      };
    } catch (IOException e) {
      throw JobFailedException.cannot("make the tokenizer " + output, e);
    }
  }

  /** Trains a network in its run directory, or goes on there; its tokenizer is the output. */
  private Outcome train(TrainSettings training, Path output) throws IOException {
    Path trained = new Path(training.output().path(), RunDirectory.TOKENIZER);
    boolean isThere =
        settings.output().mode().resumes() && TokenizerDirectory.isWhole(output, hadoop);
    if (isThere) {
      checkSame(trained, output);
    }
    Outcome outcome = new TrainJob(spark, training, corpora).run();
    if (!isThere) {
      write(TokenizerDirectory.read(trained, hadoop), output);
    }
    return outcome;
  }

  /** Checks that the tokenizer in the output is that of the run, which has then ended. */
  private void checkSame(Path trained, Path output) throws IOException {
    if (!TokenizerDirectory.isWhole(trained, hadoop)
        || !fingerprint(trained).equals(fingerprint(output))) {
      throw new UsageException(
          "Cannot resume: "
              + output
              + " is there, but it is not the tokenizer of the run "
              + trained.getParent()
              + ". Give another --output or the right --run, or --overwrite");
    }
  }

  private String fingerprint(Path tokenizer) throws IOException {
    return TokenizerDirectory.readDescription(tokenizer, hadoop).manifest().fingerprint();
  }

  /** Gives a tokenizer out of the words to train on. */
  @FunctionalInterface
  private interface Method {
    Draft learn(List<WordCounts.Entry> words);
  }

  private Outcome learn(Method method, Path output) throws IOException {
    String input = settings.counting().corpus().spec().input();
    Optional<Path> counted = CountedWords.at(input, settings.counting().preTokenizer(), hadoop);
    if (counted.isPresent()) {
      write(learnFrom(counted.get(), method), output);
      return Outcome.DONE;
    }
    try (ScratchDirectory scratch = ScratchDirectory.beside(output, hadoop)) {
      CountSummary summary = count(scratch.path());
      Path words = new Path(scratch.path(), WordCountsFile.DIRECTORY);
      write(learnFrom(words, method), output);
      return summary.outcome(settings.counting().corpus());
    }
  }

  private CountSummary count(Path directory) {
    OutputDirectory place =
        new OutputDirectory(directory.toString(), OutputMode.OVERWRITE, ".*", false);
    return new CountJob(spark, settings.counting().into(place), corpora).run();
  }

  private TokenizerArtifact learnFrom(Path words, Method method) throws IOException {
    Draft draft = method.learn(read(words));
    try (Progress progress = Progress.of(spark, "baseline " + Spelling.of(settings.kind()))) {
      progress.phase("uses of the tokens");
      return new TokenizerAssembly(
              spark,
              words,
              settings.counting().preTokenizer(),
              settings.tableWords(),
              settings.specials())
          .assemble(draft);
    }
  }

  private Draft bpe(List<WordCounts.Entry> words) {
    ScoredVocabulary learned =
        ScoredVocabulary.ofMerges(new BpeTrainer(words).train(settings.learnedTokens()));
    return new Draft(
        TokenizerKind.BPE,
        Policy.MERGES,
        Spelling.of(settings.kind()),
        learned.vocabulary(),
        new ByMerges(learned.scores()),
        Optional.of(learned.scores()),
        Optional.empty());
  }

  private Draft unigram(List<WordCounts.Entry> words) {
    ScoredVocabulary learned =
        new UnigramTrainer(words, settings.unigram()).train(settings.learnedTokens());
    return new Draft(
        TokenizerKind.UNIGRAM,
        Policy.VITERBI,
        Spelling.of(settings.kind()),
        learned.vocabulary(),
        new ByScores(learned.scores()),
        Optional.of(learned.scores()),
        Optional.empty());
  }

  private Draft pruned(List<WordCounts.Entry> words) {
    return new Draft(
        TokenizerKind.PRUNED,
        Policy.VITERBI,
        Spelling.of(settings.kind()),
        new PrunedTrainer(words, settings.prunedCandidates()).train(settings.learnedTokens()),
        ViterbiEncoder::new,
        Optional.empty(),
        Optional.empty());
  }

  /** The words to train on, in byte order, so that it does not matter how files hold them. */
  private List<WordCounts.Entry> read(Path words) throws IOException {
    WordCounts counts = new WordCounts();
    try (WordCountsFile.Reader reader = WordCountsFile.open(words, hadoop)) {
      while (reader.next()) {
        if (reader.count() >= settings.minCount()) {
          counts.add(reader.word(), reader.count());
          checkMemory(counts);
        }
      }
    }
    if (counts.distinctWords() == 0) {
      throw new JobFailedException(
          "There is no word in "
              + settings.counting().corpus().spec().input()
              + " that occurs "
              + settings.minCount()
              + " times. Lower baseline.min-count, or give more text");
    }
    return counts.sorted();
  }

  private void checkMemory(WordCounts counts) {
    if (counts.distinctWords() > settings.maxWords()) {
      throw new UsageException(
          "There are more than baseline.max-words = "
              + settings.maxWords()
              + " distinct words in "
              + settings.counting().corpus().spec().input()
              + ". Raise it, and --driver-memory with it, or leave rare words out by"
              + " baseline.min-count");
    }
  }

  private void write(TokenizerArtifact tokenizer, Path output) throws IOException {
    settings.output().check(hadoop);
    TokenizerDirectory.write(output, tokenizer, hadoop);
    TokenizerManifest manifest = tokenizer.manifest();
    LOG.info("{} learned tokens, fingerprint {}", manifest.learnedTokens(), manifest.fingerprint());
    if (settings.training().isEmpty()) { // else distilling has said so
      TokenizerAssembly.warnOfFewer(manifest, settings.learnedTokens());
    }
  }
}
