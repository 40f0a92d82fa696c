package org.gqvae.model.training;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.stream.Collectors;
import org.gqvae.model.text.Word;

/** Follows, from round to round, which byte strings the codes of a network name. */
public final class VocabularyGrowth {
  /** On the heap: a word, its entry and its place in a set. */
  private static final int NAME_BYTES = 72;

  private Set<Word> named;

  /**
   * @param literals what each code names before the first round that is followed; empty where there
   *     are no codes yet
   */
  public VocabularyGrowth(List<byte[]> literals) {
    this.named = distinct(literals);
  }

  /** Bytes on the heap while a round's names are held against those of the round before. */
  public static long bytes(int codes) {
    return 2L * codes * NAME_BYTES;
  }

  /**
   * What a round has made of the vocabulary.
   *
   * @param size distinct byte strings that codes name
   * @param added of these, the ones that no code named behind the round before
   * @param mostUsedNew the most used of those that are new, ties in byte order
   */
  public record Step(int size, int added, List<Use> mostUsedNew) {}

  /**
   * @param count tokens that its codes end
   */
  public record Use(Word token, long count) {}

  /**
   * Goes on by a round.
   *
   * @param literals what each code names behind the round
   * @param uses how often each byte string was used in the round, all above 0
   * @param most how many of the new ones to tell
   */
  public Step step(List<byte[]> literals, Map<Word, Long> uses, int most) {
    Set<Word> before = named;
    named = distinct(literals);
    List<Use> mostUsedNew =
        uses.entrySet().stream()
            .filter(use -> named.contains(use.getKey()) && !before.contains(use.getKey()))
            .sorted(
                Comparator.<Entry<Word, Long>>comparingLong(Entry::getValue)
                    .reversed()
                    .thenComparing(Entry::getKey))
            .limit(most)
            .map(use -> new Use(use.getKey(), use.getValue()))
            .toList();
    int added = (int) named.stream().filter(token -> !before.contains(token)).count();
    return new Step(named.size(), added, mostUsedNew);
  }

  private static Set<Word> distinct(List<byte[]> literals) {
    return literals.stream().map(Word::of).collect(Collectors.toCollection(HashSet::new));
  }
}
