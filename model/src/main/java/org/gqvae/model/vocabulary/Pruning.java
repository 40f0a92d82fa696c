package org.gqvae.model.vocabulary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;

/**
 * Chooses tokens among candidates, so that words take few of them. A token's cost is how many more
 * tokens the words, as often as they occur, would take without it:
 *
 * <ol>
 *   <li>the cheapest token goes, and again, until so many are left as are asked for;
 *   <li>what went early may by then be worth more than what stayed: the candidates that would save
 *       most come back and the cheapest tokens go, as long as that saves anything.
 * </ol>
 *
 * Words are cut into the fewest tokens; single bytes are always tokens. Ties go by byte order.
 *
 * <pre>{@code
 * // "low" and "lower", 5 and 3 times; the candidates "lo", "low", "er"
 * new Pruning(words, candidates).keep(2);   // [er, low]
 * }</pre>
 */
public final class Pruning {
  /** The most candidates. */
  public static final int MAX_CANDIDATES = SegmentLattice.MAX_CANDIDATES;

  private static final double FIRST_EXCHANGE = 0.1; // of the tokens that are asked for
  private static final double LAST_EXCHANGE = 0.01;

  private final List<Word> candidates; // in byte order
  private final long[] counts; // (words)
  private final SegmentLattice lattice;
  private final int[][] paths; // (words)  the tokens of each word's segmentation
  private final long[][] pathCosts; // (words)  what the word adds to the cost of each of them
  private final long[] costs; // (candidates)  sums of these; what is no token costs nothing
  private final PriorityQueue<Cost> cheapest = new PriorityQueue<>(); // entries may be outdated
  private int tokens;

  private record Cost(long cost, int candidate) implements Comparable<Cost> {
    @Override
    public int compareTo(Cost other) {
      int order = Long.compare(cost, other.cost);
      return order == 0 ? Integer.compare(candidate, other.candidate) : order;
    }
  }

  /**
   * @param words distinct
   * @param candidates distinct, of two bytes or more, at most {@value #MAX_CANDIDATES}; among
   *     segmentations of equally many tokens that of the greater counts is taken
   */
  public Pruning(Collection<WordCounts.Entry> words, Collection<WordCounts.Entry> candidates) {
    List<WordCounts.Entry> sorted =
        candidates.stream().sorted(Comparator.comparing(WordCounts.Entry::word)).toList();
    this.candidates = sorted.stream().map(WordCounts.Entry::word).toList();
    this.counts = words.stream().mapToLong(WordCounts.Entry::count).toArray();
    this.lattice = new SegmentLattice(List.copyOf(words), sorted);
    this.paths = new int[counts.length][];
    this.pathCosts = new long[counts.length][];
    this.costs = new long[sorted.size()];
    this.tokens = sorted.size();
    reckon();
  }

  /**
   * The best tokens, in byte order; all candidates where there are no more than {@code most}. A
   * second call chooses among what the first has left, and what comes back.
   */
  public List<Word> keep(int most) {
    prune(most);
    if (tokens == 0) {
      return List.of();
    }
    long fewest = tokensOfAllWords();
    List<Word> best = kept();
    double share = FIRST_EXCHANGE;
    while (share >= LAST_EXCHANGE) {
      if (restore((int) Math.ceil(share * most)) == 0) {
        break;
      }
      prune(most);
      long now = tokensOfAllWords();
      if (now < fewest) {
        fewest = now;
        best = kept();
      } else {
        share /= 2;
      }
    }
    return best;
  }

  private void prune(int most) {
    while (tokens > most) {
      Cost entry = cheapest.remove();
      int candidate = entry.candidate();
      if (!lattice.isToken(candidate) || entry.cost() != costs[candidate]) {
        continue;
      }
      // Other tokens have gone since, so that doing without this one may have become dearer.
      refresh(candidate);
      if (costs[candidate] > entry.cost()) {
        cheapest.add(new Cost(costs[candidate], candidate));
      } else {
        remove(candidate);
      }
    }
  }

  private void remove(int candidate) {
    lattice.remove(candidate);
    tokens--;
    for (int word : lattice.holders(candidate)) {
      if (indexOf(candidate, paths[word]) >= 0) {
        for (int i = 0; i < paths[word].length; i++) {
          change(paths[word][i], -pathCosts[word][i]);
        }
        segment(word);
        for (int i = 0; i < paths[word].length; i++) {
          change(paths[word][i], pathCosts[word][i]);
        }
      }
    }
  }

  private void change(int candidate, long by) {
    costs[candidate] += by;
    if (by != 0 && lattice.isToken(candidate)) {
      cheapest.add(new Cost(costs[candidate], candidate));
    }
  }

  private void refresh(int candidate) {
    for (int word : lattice.holders(candidate)) {
      int i = indexOf(candidate, paths[word]);
      if (i >= 0) {
        long cost = costOf(candidate, word);
        costs[candidate] += cost - pathCosts[word][i];
        pathCosts[word][i] = cost;
      }
    }
  }

  /** Makes tokens of the candidates that would save most; returns how many. */
  private int restore(int most) {
    long[] gains = new long[costs.length];
    for (int word = 0; word < counts.length; word++) {
      lattice.addGains(word, counts[word], gains);
    }
    int[] best =
        IntStream.range(0, gains.length)
            .filter(candidate -> gains[candidate] > 0)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingLong(candidate -> gains[candidate])
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .limit(most)
            .mapToInt(Integer::intValue)
            .toArray();
    for (int candidate : best) {
      lattice.add(candidate);
    }
    tokens += best.length;
    reckon();
    return best.length;
  }

  /** Cuts all words anew. */
  private void reckon() {
    Arrays.fill(costs, 0);
    for (int word = 0; word < counts.length; word++) {
      segment(word);
      for (int i = 0; i < paths[word].length; i++) {
        costs[paths[word][i]] += pathCosts[word][i];
      }
    }
    cheapest.clear();
    for (int candidate = 0; candidate < costs.length; candidate++) {
      if (lattice.isToken(candidate)) {
        cheapest.add(new Cost(costs[candidate], candidate));
      }
    }
  }

  private void segment(int word) {
    int[] path = lattice.path(word);
    paths[word] = path;
    pathCosts[word] = new long[path.length];
    for (int i = 0; i < path.length; i++) {
      pathCosts[word][i] = costOf(path[i], word);
    }
  }

  private long costOf(int candidate, int word) {
    return (lattice.tokensWithout(word, candidate) - lattice.tokensOf(word)) * counts[word];
  }

  private long tokensOfAllWords() {
    long sum = 0;
    for (int word = 0; word < counts.length; word++) {
      sum += lattice.tokensOf(word) * counts[word];
    }
    return sum;
  }

  private List<Word> kept() {
    List<Word> kept = new ArrayList<>(tokens);
    for (int candidate = 0; candidate < costs.length; candidate++) {
      if (lattice.isToken(candidate)) {
        kept.add(candidates.get(candidate));
      }
    }
    return kept;
  }

  private static int indexOf(int candidate, int[] path) {
    for (int i = 0; i < path.length; i++) {
      if (path[i] == candidate) {
        return i;
      }
    }
    return -1;
  }
}
