package org.gqvae.model.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.gqvae.model.text.Utf8;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.text.WordMap;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Learns a unigram model (Kudo 2018) as SentencePiece does: from many substrings of words, by turns
 * of expectation and maximisation and of pruning what costs the least likelihood.
 *
 * <p>Tokens begin and end where code points do; the 256 single bytes are always kept, and stand in
 * place of SentencePiece's alphabet. Single-threaded sums in the order of the words: the same words
 * in the same order give the same bits.
 *
 * <p>Takes less than 2 kB a word, most of it for the words' distinct substrings.
 */
public final class UnigramTrainer {

  /** A seed occurs at least this often. */
  private static final long LEAST_COUNT = 2;

  /** A learned token that is expected less often is dropped; a byte is taken to be so often. */
  private static final double LEAST_USES = 0.5;

  /** Where pruning ends, times the tokens asked for; the last ones go by probability. */
  private static final double SPARE = 1.1;

  private final PackedWords words;
  private final UnigramSpec spec;

  /** A word may come more than once: its counts add up. */
  public UnigramTrainer(List<WordCounts.Entry> words, UnigramSpec spec) {
    this.words = new PackedWords(words);
    this.spec = spec;
  }

  /**
   * Learns tokens, with fixed-point log probabilities as scores.
   *
   * @param learnedTokens how many; there are fewer where the words do not give as many
   */
  public ScoredVocabulary train(int learnedTokens) {
    int spared = (int) Math.ceil(SPARE * learnedTokens);
    UnigramModel model = refined(seeds(Math.max(spared, spec.seedTokens())));
    while (model.vocabulary().learnedTokens() > spared) {
      model = refined(pruned(model, spared));
    }
    if (model.vocabulary().learnedTokens() > learnedTokens) {
      model = best(model, learnedTokens, model::probability);
    }
    return new ScoredVocabulary(model.vocabulary(), model.scores());
  }

  /** The substrings that cover the most bytes, as probable as they are common. */
  private UnigramModel seeds(int limit) {
    WordMap counts = new WordMap();
    for (int w = 0; w < words.size(); w++) {
      countSubstrings(w, counts);
    }
    List<WordCounts.Entry> seeds = new ArrayList<>();
    counts.forEach(
        (token, count) -> {
          if (token.length() > 1 && count >= LEAST_COUNT) {
            seeds.add(new WordCounts.Entry(token, count));
          }
        });
    seeds.sort(
        Comparator.<WordCounts.Entry>comparingDouble(
                seed -> (double) seed.count() * seed.word().length())
            .reversed()
            .thenComparing(WordCounts.Entry::word));
    Vocabulary vocabulary =
        Vocabulary.of(seeds.stream().limit(limit).map(seed -> seed.word().toBytes()).toList());
    double[] uses = new double[vocabulary.ordinaryIds()];
    double sum = 0;
    for (int id = 0; id < uses.length; id++) {
      uses[id] = Math.max(LEAST_USES, counts.get(word(vocabulary, id)));
      sum += uses[id];
    }
    for (int id = 0; id < uses.length; id++) {
      uses[id] /= sum;
    }
    return new UnigramModel(vocabulary, uses);
  }

  /**
   * Counts the word's bytes, and its substrings of two bytes and more that begin and end where code
   * points do.
   */
  private void countSubstrings(int w, WordMap counts) {
    byte[] text = words.text();
    int end = words.end(w);
    for (int at = words.start(w); at < end; at++) {
      counts.add(Word.high(text, at, at + 1), 0, 1, words.count(w));
    }
    for (int from = words.start(w); from < end; from += Utf8.unitLength(text, from, end)) {
      for (int to = from; to < end; ) {
        to += Utf8.unitLength(text, to, end);
        if (to - from > 1) {
          counts.add(
              Word.high(text, from, to), Word.low(text, from, to), to - from, words.count(w));
        }
      }
    }
  }

  /** The model after the steps between two prunings. */
  private UnigramModel refined(UnigramModel start) {
    UnigramModel model = start;
    for (int step = 0; step < spec.steps(); step++) {
      model = maximised(model.vocabulary(), model.expect(words).uses());
    }
    return model;
  }

  /**
   * The step of maximisation, with SentencePiece's prior: {@code p = exp(digamma(uses) -
   * digamma(sum of uses))}, so that tokens of little use fade.
   *
   * @param uses (tokens) as expected
   */
  private static UnigramModel maximised(Vocabulary vocabulary, double[] uses) {
    int[] kept =
        IntStream.range(0, uses.length)
            .filter(id -> id < Vocabulary.SINGLE_BYTES || uses[id] >= LEAST_USES)
            .toArray();
    double sum = 0;
    for (int id : kept) {
      sum += Math.max(LEAST_USES, uses[id]);
    }
    double logSum = Digamma.of(sum);
    return selected(
        vocabulary,
        kept,
        id -> StrictMath.exp(Digamma.of(Math.max(LEAST_USES, uses[id])) - logSum));
  }

  /**
   * The model without the learned tokens that cost the least likelihood and those that no best
   * segmentation has, but with {@code least} of them.
   */
  private UnigramModel pruned(UnigramModel model, int least) {
    Vocabulary vocabulary = model.vocabulary();
    ViterbiEncoder encoder = new ViterbiEncoder(vocabulary, model.scores());
    long[] uses = uses(encoder, vocabulary.ordinaryIds());
    long used =
        Arrays.stream(uses).skip(Vocabulary.SINGLE_BYTES).filter(count -> count > 0).count();
    double share = spec.keptShare() * vocabulary.learnedTokens();
    double sum = Arrays.stream(uses).sum();
    return best(
        model,
        Math.max(least, (int) Math.min(used, share)),
        id ->
            uses[id] == 0
                ? Double.NEGATIVE_INFINITY
                : loss(id, encoder.encodeInParts(word(vocabulary, id)), uses, sum));
  }

  /** How often each token stands in the best segmentations of the running words. */
  private long[] uses(ViterbiEncoder encoder, int tokens) {
    long[] uses = new long[tokens];
    for (int w = 0; w < words.size(); w++) {
      for (int id : encoder.encode(words.word(w))) {
        uses[id] += words.count(w);
      }
    }
    return uses;
  }

  /**
   * The log likelihood of the best segmentations that goes with a token, if its parts take over its
   * uses.
   */
  private static double loss(int id, int[] parts, long[] uses, double sum) {
    double logSumWithout = StrictMath.log(sum + (double) uses[id] * (parts.length - 1));
    double without = 0;
    for (int part : parts) {
      without += StrictMath.log((double) uses[part] + uses[id]) - logSumWithout;
    }
    return uses[id] * (StrictMath.log(uses[id]) - StrictMath.log(sum) - without);
  }

  /** The model with its best learned tokens alone; ties go to the token lower in byte order. */
  private static UnigramModel best(
      UnigramModel model, int learnedTokens, IntToDoubleFunction rating) {
    int tokens = model.vocabulary().ordinaryIds();
    double[] ratings =
        IntStream.range(0, tokens)
            .mapToDouble(
                id ->
                    id < Vocabulary.SINGLE_BYTES
                        ? Double.POSITIVE_INFINITY
                        : rating.applyAsDouble(id))
            .toArray();
    int[] kept =
        IntStream.range(0, tokens)
            .boxed()
            .sorted(Comparator.<Integer>comparingDouble(id -> ratings[id]).reversed())
            .limit(Vocabulary.SINGLE_BYTES + learnedTokens)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    return selected(model.vocabulary(), kept, model::probability);
  }

  /**
   * The model of some of a vocabulary's tokens.
   *
   * @param kept their ids there, ascending, all single bytes among them
   * @param probability by the id there
   */
  private static UnigramModel selected(
      Vocabulary vocabulary, int[] kept, IntToDoubleFunction probability) {
    return new UnigramModel(
        Vocabulary.of(
            Arrays.stream(kept)
                .skip(Vocabulary.SINGLE_BYTES)
                .mapToObj(vocabulary::literal)
                .toList()),
        Arrays.stream(kept).mapToDouble(probability).toArray());
  }

  private static Word word(Vocabulary vocabulary, int id) {
    return Word.of(vocabulary.literal(id));
  }
}
