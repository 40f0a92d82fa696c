package org.gqvae.model.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts.Entry;
import org.gqvae.model.training.WordShard.Draw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordShardTest {
  private static final long SEED = 6;

  private static Entry entry(String word, long count) {
    return new Entry(Word.of(word.getBytes(UTF_8)), count);
  }

  /** Counts in proportion to 1 / rank. */
  private static List<Entry> zipfian(int words) {
    List<Entry> entries = new ArrayList<>();
    for (int rank = 1; rank <= words; rank++) {
      entries.add(entry("w" + rank, Math.max(1, 300_000 / rank)));
    }
    return entries;
  }

  private static List<Entry> sharesOf(List<Entry> entries, int worker, int workers) {
    List<Entry> shares = new ArrayList<>();
    for (Entry entry : entries) {
      long share = WordShard.share(entry, worker, workers, SEED);
      if (share > 0) {
        shares.add(new Entry(entry.word(), share));
      }
    }
    return shares;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16})
  void sharesSumToTheCountAndDifferByAtMostOne(int workers) {
    for (Entry entry : zipfian(2_000)) {
      long[] shares = new long[workers];
      Arrays.setAll(shares, worker -> WordShard.share(entry, worker, workers, SEED));
      assertThat(LongStream.of(shares).sum()).isEqualTo(entry.count());
      assertThat(LongStream.of(shares).max().orElseThrow())
          .isLessThanOrEqualTo(LongStream.of(shares).min().orElseThrow() + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void shardsCarryEqualTotals(int workers) {
    List<Entry> entries = zipfian(30_000);
    double even = entries.stream().mapToLong(Entry::count).sum() / (double) workers;
    for (int worker = 0; worker < workers; worker++) {
      long total = sharesOf(entries, worker, workers).stream().mapToLong(Entry::count).sum();
      assertThat(total / even).as("worker %s", worker).isBetween(0.99, 1.01);
    }
  }

  @Test
  void whatIsLeftOverGoesToAnotherWorkerForAnotherWordOrSeed() {
    Set<Integer> byWord = new HashSet<>();
    Set<Integer> bySeed = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      byWord.add(ownerOf(entry("w" + i, 1), SEED));
      bySeed.add(ownerOf(entry("w", 1), i));
    }
    assertThat(byWord).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(bySeed).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  private static int ownerOf(Entry entry, long seed) {
    for (int worker = 0; worker < 4; worker++) {
      if (WordShard.share(entry, worker, 4, seed) == 1) {
        return worker;
      }
    }
    throw new AssertionError("nobody has " + entry);
  }

  @Test
  void holdsTheSameWordsOutOfEveryShard() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      entries.add(entry("w" + i, 1 + i % 4)); // in one, two or all of three shards
    }
    Set<Word> heldOut = new HashSet<>();
    Set<Word> training = new HashSet<>();
    for (int worker = 0; worker < 3; worker++) {
      WordShard shard = WordShard.of(sharesOf(entries, worker, 3), 0.1, SEED);
      heldOut.addAll(shard.heldOut().draw(10_000, 1).words());
      training.addAll(shard.training().draw(50_000, 1).words());
    }
    // All words are drawn in the end, none in both places.
    assertThat(heldOut).hasSizeGreaterThan(200);
    assertThat(training).hasSize(3_000 - heldOut.size()).doesNotContainAnyElementsOf(heldOut);
  }

  @Test
  void holdsOutTheAskedShareOfTheWords() {
    List<Entry> entries = zipfian(5_000);
    WordShard shard = WordShard.of(entries, 0.1, SEED);
    assertThat(shard.heldOut().distinctWords()).isBetween(400, 600);
    assertThat(shard.heldOut().distinctWords() + shard.training().distinctWords()).isEqualTo(5_000);
    assertThat(shard.heldOut().totalWords() + shard.training().totalWords())
        .isEqualTo(entries.stream().mapToLong(Entry::count).sum());
    assertThat(WordShard.of(entries, 0, SEED).heldOut().distinctWords()).isZero();
  }

  @Test
  void drawsTheSameWordsForTheSameSeedInWhateverOrderTheyCame() {
    List<Entry> entries = zipfian(1_000);
    Draw draw = WordShard.of(entries, 0.1, SEED).training().draw(5_000, 9);
    Collections.shuffle(entries, RandomText.random());
    Draw again = WordShard.of(entries, 0.1, SEED).training().draw(5_000, 9);
    assertThat(again.words()).isEqualTo(draw.words());
    assertThat(again.counts()).isEqualTo(draw.counts());
    assertThat(WordShard.of(entries, 0.1, SEED).training().draw(5_000, 10).counts())
        .isNotEqualTo(draw.counts());
  }

  @Test
  void drawsDistinctWordsInByteOrderThatSumToTheRunningWords() {
    Draw draw = WordShard.of(zipfian(1_000), 0, SEED).training().draw(5_000, 9);
    assertThat(draw.words()).isSorted().doesNotHaveDuplicates();
    assertThat(Arrays.stream(draw.counts()).sum()).isEqualTo(5_000);
    assertThat(draw.counts()).hasSize(draw.words().size()).doesNotContain(0);
  }

  @Test
  void drawsInProportionToTheCounts() {
    Random random = RandomText.random();
    List<Entry> entries = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < 100; i++) {
      entries.add(entry("w" + i, 1 + random.nextInt(50)));
      total += entries.get(i).count();
    }
    int running = 200_000;
    Draw draw = WordShard.of(entries, 0, SEED).training().draw(running, 9);
    Map<Word, Integer> drawn = new HashMap<>();
    for (int w = 0; w < draw.words().size(); w++) {
      drawn.put(draw.words().get(w), draw.counts()[w]);
    }
    double chiSquare = 0;
    for (Entry entry : entries) {
      double expected = running * (double) entry.count() / total;
      double difference = drawn.getOrDefault(entry.word(), 0) - expected;
      chiSquare += difference * difference / expected;
    }
    // 99 degrees of freedom: mean 99, standard deviation 14.
    assertThat(chiSquare).isBetween(40.0, 170.0);
  }

  @Test
  void hasNothingToDrawFromNoWords() {
    WordShard shard = WordShard.of(List.of(), 0.1, SEED);
    assertThat(shard.training().totalWords()).isZero();
    assertThatThrownBy(() -> shard.training().draw(1, 1)).isInstanceOf(IllegalStateException.class);
  }
}
