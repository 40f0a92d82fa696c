package org.gqvae.model.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * What is said about a tokenized corpus: a pure function of exact counts and the vocabulary. Ratios
 * are NaN where their denominator is 0.
 *
 * @param counts what was counted
 * @param singleByteTokens running tokens that are one of the 256 single bytes; how many of them a
 *     larger vocabulary would have covered cannot be told from token columns
 * @param tokenLengths token lengths in bytes and characters, by use and by vocabulary
 * @param padding what padding costs, by each of {@link #ROW_LENGTHS}
 * @param vocabularyUse how much of the vocabulary is used
 * @param shannon Shannon's entropy of the tokens
 * @param renyi Renyi's entropies of the tokens, of each of {@link #RENYI_ORDERS}
 * @param rankFrequency uses by rank: ranks 1 to 10, then about 20 ranks a decade, and the last
 * @param mostUsed the most used tokens, the smaller id first on ties
 * @param longest the longest tokens in bytes that occur, the more used first on ties
 * @param rarest the tokens that occur least, but occur, the smaller id first on ties
 */
public record TokenFigures(
    TokenCounts counts,
    long singleByteTokens,
    TokenLengths tokenLengths,
    List<Padding> padding,
    VocabularyUse vocabularyUse,
    Entropy shannon,
    List<Entropy> renyi,
    List<RankedUse> rankFrequency,
    List<TokenUse> mostUsed,
    List<TokenUse> longest,
    List<TokenUse> rarest) {

  /** The percentiles that are told of token and document lengths. */
  public static final List<Integer> PERCENTILES = List.of(1, 5, 25, 50, 75, 95, 99);

  /** The row lengths whose padding is told, in tokens. */
  public static final List<Integer> ROW_LENGTHS = List.of(512, 1024, 2048, 4096, 8192);

  /** The orders of the Renyi entropies. */
  public static final List<Double> RENYI_ORDERS = List.of(2.5, 3.0);

  /** The most used ids whose mass is told. */
  public static final List<Integer> TOPS = List.of(10, 100, 1000);

  /** The most used, longest and rarest tokens that are listed of each. */
  public static final int LISTED_TOKENS = 20;

  private static final int POINTS_PER_DECADE = 20;

  private static final Comparator<Use> MOST_USED_FIRST =
      Comparator.comparingLong((Use use) -> -use.count()).thenComparingInt(Use::id);
  private static final Comparator<Use> RAREST_FIRST =
      Comparator.comparingLong(Use::count).thenComparingInt(Use::id);

  /** An id that occurs, and how often. */
  private record Use(int id, long count) {}

  /** The figures of {@code counts}, which were counted with {@code vocabulary}. */
  public static TokenFigures of(TokenCounts counts, Vocabulary vocabulary) {
    int ids = vocabulary.ordinaryIds();
    Histogram used = counts.ids();
    List<Use> byUse =
        IntStream.range(0, used.distinctValues())
            .mapToObj(i -> new Use((int) used.value(i), used.count(i)))
            .sorted(MOST_USED_FIRST)
            .toList();
    Comparator<Use> longestFirst =
        Comparator.comparingInt(use -> -vocabulary.literalBytes(use.id()));
    return new TokenFigures(
        counts,
        IntStream.range(0, 256).mapToLong(counts::uses).sum(),
        TokenLengths.of(counts, vocabulary),
        ROW_LENGTHS.stream().map(length -> Padding.of(counts.documentLengths(), length)).toList(),
        vocabularyUse(counts, ids, byUse),
        Entropy.of(1, used, ids),
        RENYI_ORDERS.stream().map(order -> Entropy.of(order, used, ids)).toList(),
        rankFrequency(byUse),
        listed(byUse.stream(), vocabulary),
        listed(byUse.stream().sorted(longestFirst), vocabulary),
        listed(byUse.stream().sorted(RAREST_FIRST), vocabulary));
  }

  /** Bytes of text that a token stands for, on average: bytes / tokens. */
  public double bytesPerToken() {
    return ratio(counts.bytes(), counts.tokens());
  }

  /** Characters of text that a token stands for, on average: characters / tokens. */
  public double charactersPerToken() {
    return ratio(counts.characters(), counts.tokens());
  }

  /** Tokens that a word takes, on average: tokens / words, at least 1. */
  public double fertility() {
    return ratio(counts.tokens(), counts.words());
  }

  /** The share of running words that take more than one token, 0 to 1. */
  public double continuedWordRate() {
    return ratio(counts.continuedWords(), counts.words());
  }

  /** The share of running words that are one token, 0 to 1. */
  public double wholeWordRate() {
    return ratio(counts.words() - counts.continuedWords(), counts.words());
  }

  /** The share of running tokens that are single bytes, 0 to 1. */
  public double singleByteRate() {
    return ratio(singleByteTokens, counts.tokens());
  }

  /** The share of running tokens that are among the {@code top} most used ids, 0 to 1. */
  public SortedMap<Integer, Double> massOfTop() {
    TreeMap<Integer, Double> mass = new TreeMap<>();
    vocabularyUse
        .tokensOfTop()
        .forEach((top, tokens) -> mass.put(top, ratio(tokens, counts.tokens())));
    return Collections.unmodifiableSortedMap(mass);
  }

  private static double ratio(long numerator, long denominator) {
    return denominator == 0 ? Double.NaN : (double) numerator / denominator;
  }

  private static VocabularyUse vocabularyUse(TokenCounts counts, int ids, List<Use> byUse) {
    int deadSingleBytes = (int) IntStream.range(0, 256).filter(id -> counts.uses(id) == 0).count();
    int rare = (int) byUse.stream().filter(use -> use.count() <= VocabularyUse.RARE_USES).count();
    TreeMap<Integer, Long> tokensOfTop = new TreeMap<>();
    for (int top : TOPS) {
      tokensOfTop.put(top, byUse.stream().limit(top).mapToLong(Use::count).sum());
    }
    return new VocabularyUse(
        ids,
        ids - byUse.size(),
        deadSingleBytes,
        rare,
        Collections.unmodifiableSortedMap(tokensOfTop));
  }

  private static List<RankedUse> rankFrequency(List<Use> byUse) {
    List<RankedUse> curve = new ArrayList<>();
    for (int rank = 1; rank <= byUse.size(); rank = nextRank(rank)) {
      curve.add(new RankedUse(rank, byUse.get(rank - 1).count()));
    }
    if (!byUse.isEmpty() && curve.get(curve.size() - 1).rank() < byUse.size()) {
      curve.add(new RankedUse(byUse.size(), byUse.get(byUse.size() - 1).count()));
    }
    return Collections.unmodifiableList(curve);
  }

  private static int nextRank(int rank) {
    double step = StrictMath.pow(10, 1.0 / POINTS_PER_DECADE);
    return (int) Math.max(rank + 1, Math.round(rank * step));
  }

  private static List<TokenUse> listed(Stream<Use> uses, Vocabulary vocabulary) {
    return uses.limit(LISTED_TOKENS)
        .map(use -> new TokenUse(use.id(), vocabulary.literal(use.id()), use.count()))
        .toList();
  }
}
