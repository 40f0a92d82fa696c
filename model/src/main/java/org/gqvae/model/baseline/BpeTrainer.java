package org.gqvae.model.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.text.WordMap;

/**
 * Learns merges by byte-pair encoding (Sennrich et al. 2016) on bytes: again and again the token
 * that the most neighbours in running words make together is learned, and they are merged.
 *
 * <pre>{@code
 * counts.sorted()                          // aab x 5, ab x 3
 * new BpeTrainer(counts.sorted()).train(2) // [ab, aab]
 * }</pre>
 *
 * <p>Counts are exact; ties go to the token that is lower in byte order. A token is its bytes,
 * however it is put together: all neighbours that make it are counted and merged, and the words are
 * always as {@link org.gqvae.model.tokenizer.MergesEncoder} would encode them by the merges so far.
 *
 * <p>Takes less than 1 kB a word; a merge costs no more than the words that it changes.
 */
public final class BpeTrainer {
  private static final int NOT_LEARNED = Integer.MAX_VALUE;

  private final PackedWords words;
  private final int[] borders; // (words)  bit i: a token begins, or the last one ends, at byte i
  private final WordMap places = new WordMap(); // of literals in candidates
  private final List<Candidate> candidates = new ArrayList<>();
  private final PriorityQueue<Offer> offers =
      new PriorityQueue<>(
          Comparator.comparingLong(Offer::count)
              .reversed()
              .thenComparing(offer -> offer.candidate().literal));
  private int learned;

  /** What neighbours somewhere make together, or made earlier. */
  private static final class Candidate {
    private final Word literal;
    private int rank = NOT_LEARNED;
    private long count; // neighbours that make it, in running words
    private long offered; // the count at the last offer
    private int[] words = new int[2]; // where neighbours have made it; some more than once
    private int size;

    private Candidate(Word literal) {
      this.literal = literal;
    }

    private void addWord(int w) {
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
      }
      words[size++] = w;
    }

    private void forgetWords() {
      words = new int[0];
      size = 0;
    }
  }

  /**
   * A candidate with its count at the time. The latest offer of a candidate is never below its
   * count; it is looked at again when it comes first.
   */
  private record Offer(Candidate candidate, long count) {}

  /** Starts from words cut into bytes. A word may come more than once: its counts add up. */
  public BpeTrainer(List<WordCounts.Entry> words) {
    this.words = new PackedWords(words);
    borders = new int[words.size()];
    for (int w = 0; w < borders.length; w++) {
      borders[w] = (2 << length(w)) - 1;
      add(w, borders[w], 0);
    }
    candidates.forEach(this::offer);
  }

  /**
   * Learns up to {@code merges} merges; called again, it goes on.
   *
   * @return the tokens learned, in order, all different, of 2 to 16 bytes; fewer where no
   *     neighbours are left
   */
  public List<Word> train(int merges) {
    List<Word> tokens = new ArrayList<>();
    while (tokens.size() < merges && !offers.isEmpty()) {
      Offer best = offers.remove();
      Candidate candidate = best.candidate();
      if (best.count() == candidate.count) {
        tokens.add(candidate.literal);
        learn(candidate);
      } else if (best.count() == candidate.offered) { // there are fewer by now
        offer(candidate);
      }
    }
    return tokens;
  }

  private void offer(Candidate candidate) {
    candidate.offered = candidate.count;
    if (candidate.count > 0) {
      offers.add(new Offer(candidate, candidate.count));
    }
  }

  /** Gives the candidate the next rank and merges it in all words. */
  private void learn(Candidate chosen) {
    chosen.rank = learned++;
    List<Candidate> added = new ArrayList<>();
    for (int i = 0; i < chosen.size; i++) {
      int w = chosen.words[i];
      int before = borders[w];
      int after = merged(w);
      subtract(w, before, after);
      added.addAll(add(w, after, before));
      borders[w] = after;
    }
    chosen.forgetWords();
    for (Candidate candidate : added) {
      if (candidate.count > candidate.offered) {
        offer(candidate);
      }
    }
  }

  /** The word's borders after all merges that can be done in it: by rank, then from the left. */
  private int merged(int w) {
    int tokens = borders[w];
    while (true) {
      int lowestRank = NOT_LEARNED;
      int middle = -1; // of the neighbours to merge
      for (int from = 0, at = next(tokens, 0); at < length(w); ) {
        int to = next(tokens, at);
        int rank = rank(w, from, to);
        if (rank < lowestRank) {
          lowestRank = rank;
          middle = at;
        }
        from = at;
        at = to;
      }
      if (middle < 0) {
        return tokens;
      }
      tokens &= ~(1 << middle);
    }
  }

  /** Counts the neighbours between {@code tokens} that are none between {@code others}. */
  private List<Candidate> add(int w, int tokens, int others) {
    List<Candidate> added = new ArrayList<>();
    for (int from = 0, at = next(tokens, 0); at < length(w); ) {
      int to = next(tokens, at);
      if (!areNeighbours(others, from, at, to)) {
        Candidate candidate = candidate(w, from, to);
        candidate.count += words.count(w);
        candidate.addWord(w);
        added.add(candidate);
      }
      from = at;
      at = to;
    }
    return added;
  }

  /** Takes the neighbours between {@code tokens} that are none between {@code others} away. */
  private void subtract(int w, int tokens, int others) {
    for (int from = 0, at = next(tokens, 0); at < length(w); ) {
      int to = next(tokens, at);
      if (!areNeighbours(others, from, at, to)) {
        candidate(w, from, to).count -= words.count(w);
      }
      from = at;
      at = to;
    }
  }

  /** The first border behind that at {@code from}. */
  private static int next(int borders, int from) {
    return Integer.numberOfTrailingZeros(borders & -2 << from);
  }

  /** Whether tokens stand in {@code [from..at)} and {@code [at..to)}. */
  private static boolean areNeighbours(int borders, int from, int at, int to) {
    int range = (2 << to) - (1 << from);
    return (borders & range) == (1 << from | 1 << at | 1 << to);
  }

  private int rank(int w, int from, int to) {
    int place = place(w, from, to);
    return place < 0 ? NOT_LEARNED : candidates.get(place).rank;
  }

  private Candidate candidate(int w, int from, int to) {
    int place = place(w, from, to);
    if (place >= 0) {
      return candidates.get(place);
    }
    int start = words.start(w);
    Candidate candidate = new Candidate(Word.of(words.text(), start + from, start + to));
    places.put(candidate.literal, candidates.size());
    candidates.add(candidate);
    return candidate;
  }

  private int place(int w, int from, int to) {
    int start = words.start(w) + from;
    int end = words.start(w) + to;
    return (int)
        places.get(
            Word.high(words.text(), start, end), Word.low(words.text(), start, end), to - from);
  }

  private int length(int w) {
    return words.end(w) - words.start(w);
  }
}
