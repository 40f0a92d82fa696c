package org.gqvae.model.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;

/**
 * One worker's distinct words with their share of the counts, in byte order: those to train on, and
 * those held out to measure on.
 *
 * <p>A word's count is divided evenly over all workers; what the division leaves over goes to
 * workers that the word and the seed choose. So shards carry nearly equal total counts however much
 * of the text its commonest words make up, and a worker's shard depends on the words, the seed and
 * the number of workers alone.
 */
public final class WordShard implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long SHARING = 1;
  private static final long HOLDING_OUT = 2;

  private final Words training;
  private final Words heldOut;

  private WordShard(Words training, Words heldOut) {
    this.training = training;
    this.heldOut = heldOut;
  }

  /**
   * How many of a word's {@code count} uses belong to {@code worker} of {@code workers}.
   *
   * @return the counts of all workers sum to {@code count} and differ by at most one
   */
  public static long share(WordCounts.Entry entry, int worker, int workers, long seed) {
    long whole = entry.count() / workers;
    int left = (int) (entry.count() % workers);
    int first =
        (int) Long.remainderUnsigned(Seeds.of(Seeds.at(seed, SHARING), entry.word()), workers);
    return whole + (Math.floorMod(worker - first, workers) < left ? 1 : 0);
  }

  /**
   * The shard of a worker's words with their shares.
   *
   * @param entries in any order, each word once, counts above 0
   * @param heldOutShare the share of the distinct words that is held out, in [0, 1)
   */
  public static WordShard of(Collection<WordCounts.Entry> entries, double heldOutShare, long seed) {
    long holdOutSeed = Seeds.at(seed, HOLDING_OUT);
    List<WordCounts.Entry> training = new ArrayList<>();
    List<WordCounts.Entry> heldOut = new ArrayList<>();
    entries.stream()
        .sorted(Comparator.comparing(WordCounts.Entry::word))
        .forEach(
            entry ->
                (Seeds.fraction(holdOutSeed, entry.word()) < heldOutShare ? heldOut : training)
                    .add(entry));
    return new WordShard(Words.of(training), Words.of(heldOut));
  }

  public Words training() {
    return training;
  }

  public Words heldOut() {
    return heldOut;
  }

  /** Distinct words, to be drawn from by count. */
  public static final class Words implements Serializable {
    private static final long serialVersionUID = 1;

    private final Word[] words;
    private final long[] cumulative; // (words)  counts of the words up to and with this one

    private Words(Word[] words, long[] cumulative) {
      this.words = words;
      this.cumulative = cumulative;
    }

    private static Words of(List<WordCounts.Entry> entries) {
      Word[] words = new Word[entries.size()];
      long[] cumulative = new long[entries.size()];
      long total = 0;
      for (int i = 0; i < words.length; i++) {
        words[i] = entries.get(i).word();
        total += entries.get(i).count();
        cumulative[i] = total;
      }
      return new Words(words, cumulative);
    }

    public int distinctWords() {
      return words.length;
    }

    /** Running words: the sum of all counts. */
    public long totalWords() {
      return words.length == 0 ? 0 : cumulative[words.length - 1];
    }

    /**
     * Draws running words with replacement.
     *
     * @param runningWords how many, below 2^24
     * @throws IllegalStateException when there are no words
     */
    public Draw draw(int runningWords, long seed) {
      if (words.length == 0) {
        throw new IllegalStateException("there are no words to draw from");
      }
      SplittableRandom random = new SplittableRandom(seed);
      TreeMap<Integer, Integer> counts = new TreeMap<>();
      for (int i = 0; i < runningWords; i++) {
        counts.merge(indexOf(random.nextLong(totalWords())), 1, Integer::sum);
      }
      List<Word> drawn = new ArrayList<>(counts.size());
      int[] multiplicities = new int[counts.size()];
      counts.forEach(
          (index, count) -> {
            multiplicities[drawn.size()] = count;
            drawn.add(words[index]);
          });
      return new Draw(drawn, multiplicities);
    }

    /** The word of the running word {@code running}, counted from 0. */
    private int indexOf(long running) {
      int low = 0;
      int high = words.length - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (cumulative[middle] <= running) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /**
   * Running words as distinct words with their multiplicities, in byte order.
   *
   * @param words distinct
   * @param counts (words) how often each was drawn
   */
  public record Draw(List<Word> words, int[] counts) {

    /** The same in parts of at most {@code most} distinct words, in order. */
    List<Draw> split(int most) {
      List<Draw> parts = new ArrayList<>();
      for (int from = 0; from < counts.length; from += most) {
        int to = Math.min(counts.length, from + most);
        parts.add(new Draw(words.subList(from, to), Arrays.copyOfRange(counts, from, to)));
      }
      return parts;
    }
  }
}
