package org.gqvae.jobs.distill;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.EncodedWord;
import org.gqvae.io.artifact.NetworkArtifact;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.tokenizer.WordEncoder;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a whole tokenizer of a vocabulary and counted words: it gets its specials, each token its
 * uses on the words as its count, and the commonest words with their ids become the table to start
 * from.
 */
public final class TokenizerAssembly {
  private static final Logger LOG = LoggerFactory.getLogger(TokenizerAssembly.class);

  private final SparkSession spark;
  private final Path words;
  private final PreTokenizer preTokenizer;
  private final int tableWords;
  private final Specials specials;

  /** Logs a warning where fewer tokens were learned than asked for. */
  public static void warnOfFewer(TokenizerManifest tokenizer, int asked) {
    if (tokenizer.learnedTokens() < asked) {
      LOG.warn(
          "No more than {} tokens could be learned, of {} asked for",
          tokenizer.learnedTokens(),
          asked);
    }
  }

  /** Gives the encoder of a policy over a vocabulary, on the driver and on executors. */
  @FunctionalInterface
  public interface EncoderSource extends Serializable {
    WordEncoder over(Vocabulary vocabulary);
  }

  /**
   * All of a tokenizer but what the words tell.
   *
   * @param strategy how the vocabulary was made
   * @param vocabulary without counts; its specials are left out
   * @param encoders give the encoder that the policy will have
   * @param scores what the policy goes by, where that is not the counts
   * @param network what the neural policy needs
   */
  public record Draft(
      TokenizerKind kind,
      Policy policy,
      String strategy,
      Vocabulary vocabulary,
      EncoderSource encoders,
      Optional<TokenScores> scores,
      Optional<NetworkArtifact> network) {
    public Draft {
      Objects.requireNonNull(encoders, "encoders");
    }
  }

  /**
   * @param words counted words
   * @param preTokenizer cut them
   * @param tableWords how many words the table shall have at most
   */
  public TokenizerAssembly(
      SparkSession spark,
      Path words,
      PreTokenizer preTokenizer,
      int tableWords,
      Specials specials) {
    this.spark = spark;
    this.words = words;
    this.preTokenizer = preTokenizer;
    this.tableWords = tableWords;
    this.specials = specials;
  }

  /** The draft's tokenizer. */
  public TokenizerArtifact assemble(Draft draft) {
    Vocabulary uncounted = draft.vocabulary().withSpecials(specials);
    Vocabulary vocabulary = uncounted.withCounts(uses(uncounted, draft.encoders()));
    return TokenizerArtifact.of(
        draft.kind(),
        preTokenizer,
        draft.policy(),
        draft.strategy(),
        vocabulary,
        draft.scores(),
        table(draft.encoders().over(vocabulary)),
        draft.network());
  }

  /** How often each token is used on the words, counting running words. */
  private long[] uses(Vocabulary vocabulary, EncoderSource encoders) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Vocabulary> broadcast = context.broadcast(vocabulary);
    try {
      return CountedWords.entries(words, spark)
          .mapPartitions(new CountUses(broadcast, encoders))
          .treeReduce(TokenizerAssembly::sum);
    } finally {
      broadcast.destroy();
    }
  }

  private static long[] sum(long[] a, long[] b) {
    for (int id = 0; id < a.length; id++) {
      a[id] += b[id];
    }
    return a;
  }

  /** The commonest words with their ids, in byte order. */
  private List<EncodedWord> table(WordEncoder encoder) {
    List<Word> common =
        CountedWords.commonest(words, tableWords, spark).stream()
            .map(WordCounts.Entry::word)
            .sorted(Comparator.naturalOrder())
            .toList();
    List<int[]> ids = encoder.encode(common);
    List<EncodedWord> table = new ArrayList<>(common.size());
    for (int i = 0; i < common.size(); i++) {
      table.add(new EncodedWord(common.get(i), ids.get(i)));
    }
    return table;
  }

  /** Words to the uses of each id. */
  private record CountUses(Broadcast<Vocabulary> vocabulary, EncoderSource encoders)
      implements FlatMapFunction<Iterator<WordCounts.Entry>, long[]> {
    @Override
    public Iterator<long[]> call(Iterator<WordCounts.Entry> words) {
      WordEncoder encoder = encoders.over(vocabulary.value());
      long[] uses = new long[vocabulary.value().size()];
      CountedWords.batches(words)
          .forEach(
              batch -> {
                List<int[]> ids = encoder.encode(CountedWords.words(batch));
                for (int w = 0; w < batch.size(); w++) {
                  for (int id : ids.get(w)) {
                    uses[id] += batch.get(w).count();
                  }
                }
              });
      return List.of(uses).iterator();
    }
  }
}
