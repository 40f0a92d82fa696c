package org.gqvae.model.vocabulary;

import java.util.Arrays;
import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.text.WordMap;

/**
 * All places at which candidate tokens stand in words, and the fewest tokens that a word takes when
 * only some of the candidates are tokens. Single bytes always are. Not thread-safe.
 *
 * <p>Takes 4 bytes for each place.
 */
final class SegmentLattice {
  /** The most candidates: what is left of an int beside two positions in a word. */
  static final int MAX_CANDIDATES = 1 << 23;

  private static final int SINGLE_BYTE = -1;
  private static final int NONE = -1;

  private final int[] lengths; // (words)
  private final int[][] edges; // (words, places)  candidate << 8 | from << 4 | to - 1, by to
  private final int[][] holders; // (candidates, words that hold the candidate)
  private final double[] scores; // (candidates)  ln(1 + count)
  private final boolean[] tokens; // (candidates)  whether the candidate is a token

  // Of the word that was looked at last.
  private final int[] prefixTokens = new int[Word.MAX_BYTES + 1]; // of the first 0..length bytes
  private final int[] suffixTokens = new int[Word.MAX_BYTES + 1]; // of the bytes from 0..length on
  private final double[] prefixScores = new double[Word.MAX_BYTES + 1];
  private final int[] lastEdges = new int[Word.MAX_BYTES + 1]; // of the best prefixes

  /** All candidates are tokens at first. */
  SegmentLattice(List<WordCounts.Entry> words, List<WordCounts.Entry> candidates) {
    if (candidates.size() > MAX_CANDIDATES) {
      throw new IllegalArgumentException(
          candidates.size() + " candidates, expected at most " + MAX_CANDIDATES);
    }
    WordMap ids = new WordMap(candidates.size());
    scores = new double[candidates.size()];
    for (int id = 0; id < scores.length; id++) {
      ids.put(candidates.get(id).word(), id);
      scores[id] = StrictMath.log(1.0 + candidates.get(id).count());
    }
    tokens = new boolean[scores.length];
    Arrays.fill(tokens, true);
    lengths = words.stream().mapToInt(entry -> entry.word().length()).toArray();
    edges = new int[lengths.length][];
    int[] held = new int[scores.length];
    for (int w = 0; w < edges.length; w++) {
      edges[w] = edges(words.get(w).word().toBytes(), ids);
      for (int edge : edges[w]) {
        held[candidate(edge)]++;
      }
    }
    holders = new int[scores.length][];
    for (int id = 0; id < held.length; id++) {
      holders[id] = new int[held[id]];
    }
    for (int w = edges.length - 1; w >= 0; w--) {
      for (int edge : edges[w]) {
        holders[candidate(edge)][--held[candidate(edge)]] = w;
      }
    }
  }

  private static int[] edges(byte[] word, WordMap ids) {
    int[] edges = new int[word.length * (word.length - 1) / 2];
    int size = 0;
    for (int to = 2; to <= word.length; to++) {
      for (int from = 0; from < to - 1; from++) {
        int id = (int) ids.get(Word.high(word, from, to), Word.low(word, from, to), to - from);
        if (id >= 0) {
          edges[size++] = id << 8 | from << 4 | (to - 1);
        }
      }
    }
    return Arrays.copyOf(edges, size);
  }

  private static int candidate(int edge) {
    return edge >>> 8;
  }

  private static int from(int edge) {
    return edge >>> 4 & 15;
  }

  private static int to(int edge) {
    return (edge & 15) + 1;
  }

  boolean isToken(int candidate) {
    return tokens[candidate];
  }

  void add(int candidate) {
    tokens[candidate] = true;
  }

  void remove(int candidate) {
    tokens[candidate] = false;
  }

  /** The words in which the candidate stands, each as often as it does; not to be changed. */
  int[] holders(int candidate) {
    return holders[candidate];
  }

  /** The fewest tokens of the word. */
  int tokensOf(int word) {
    return tokensWithout(word, NONE);
  }

  /** The fewest tokens of the word if the candidate were none. */
  int tokensWithout(int word, int candidate) {
    int[] places = edges[word];
    int at = 0;
    for (int to = 1; to <= lengths[word]; to++) {
      int best = prefixTokens[to - 1] + 1;
      double score = prefixScores[to - 1];
      int last = SINGLE_BYTE;
      for (; at < places.length && to(places[at]) == to; at++) {
        int edge = places[at];
        int id = candidate(edge);
        if (!tokens[id] || id == candidate) {
          continue;
        }
        int count = prefixTokens[from(edge)] + 1;
        double sum = prefixScores[from(edge)] + scores[id];
        if (count < best || (count == best && sum > score)) {
          best = count;
          score = sum;
          last = edge;
        }
      }
      prefixTokens[to] = best;
      prefixScores[to] = score;
      lastEdges[to] = last;
    }
    return prefixTokens[lengths[word]];
  }

  /** The tokens of two bytes or more in the word's best segmentation, each once. */
  int[] path(int word) {
    tokensOf(word);
    int[] path = new int[lengths[word]];
    int size = 0;
    for (int to = lengths[word]; to > 0; ) {
      int edge = lastEdges[to];
      if (edge == SINGLE_BYTE) {
        to--;
      } else {
        path[size++] = candidate(edge);
        to = from(edge);
      }
    }
    return Arrays.stream(path, 0, size).distinct().toArray();
  }

  /**
   * Adds to each candidate's gain how many tokens fewer the word would take if that candidate were
   * a token too and stood there once, times {@code count}.
   *
   * @param gains (candidates)
   */
  void addGains(int word, long count, long[] gains) {
    int fewest = tokensOf(word);
    int[] places = edges[word];
    Arrays.fill(suffixTokens, 0, lengths[word], Integer.MAX_VALUE);
    suffixTokens[lengths[word]] = 0;
    int at = places.length;
    for (int to = lengths[word]; to > 0; to--) {
      suffixTokens[to - 1] = Math.min(suffixTokens[to - 1], suffixTokens[to] + 1);
      for (; at > 0 && to(places[at - 1]) == to; at--) {
        int edge = places[at - 1];
        if (tokens[candidate(edge)]) {
          suffixTokens[from(edge)] = Math.min(suffixTokens[from(edge)], suffixTokens[to] + 1);
        }
      }
    }
    for (int edge : places) {
      int through = prefixTokens[from(edge)] + 1 + suffixTokens[to(edge)];
      if (through < fewest) {
        gains[candidate(edge)] += (fewest - through) * count;
      }
    }
  }
}
