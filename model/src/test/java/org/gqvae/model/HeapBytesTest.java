package org.gqvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.SharedWords;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What components say they take on the heap, against what the heap has more with them. */
class HeapBytesTest {
  @ParameterizedTest
  @ValueSource(ints = {32_000, 131_072})
  void ofAVocabularyAreThoseThatItSays(int size) {
    List<byte[]> tokens = tokens(size);
    assertThat(Vocabulary.heapBytes(Vocabulary.SINGLE_BYTES + size, 6))
        .isCloseTo(taken(() -> Vocabulary.of(tokens)), withinPercentage(25));
  }

  @Test
  void ofAnEncoderAreThoseThatItSays() {
    Vocabulary vocabulary = Vocabulary.of(tokens(131_072));
    assertThat(ViterbiEncoder.heapBytes(vocabulary.size()))
        .isCloseTo(taken(() -> new ViterbiEncoder(vocabulary)), withinPercentage(25));
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000, 500_000})
  void ofSharedWordsAreThoseThatTheySay(int size) {
    assertThat(SharedWords.heapBytes(size))
        .isCloseTo(taken(() -> sharedWords(size)), withinPercentage(25));
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000, 500_000})
  void ofCountsAreThoseThatTheySay(int size) {
    assertThat(WordCounts.heapBytes(size))
        .isCloseTo(taken(() -> countsAndList(size)), withinPercentage(25));
  }

  private static SharedWords sharedWords(int size) {
    SharedWords words = new SharedWords(0);
    IntStream.range(0, size).forEach(i -> words.put(word(i), new int[] {i, i}));
    return words;
  }

  private static List<Object> countsAndList(int size) {
    WordCounts counts = new WordCounts();
    IntStream.range(0, size).forEach(i -> counts.add(word(i), 1));
    return List.of(counts, counts.sorted());
  }

  /** Of six letters, so that tokens share their beginnings as those of a language do. */
  private static List<byte[]> tokens(int size) {
    return IntStream.range(0, size).mapToObj(i -> word(i).toBytes()).toList();
  }

  private static Word word(int number) {
    String digits = String.format("%6s", Integer.toString(number, 36)).replace(' ', '0');
    return Word.of(digits.getBytes(StandardCharsets.UTF_8));
  }

  private static long taken(Supplier<?> made) {
    long before = used();
    Object object = made.get();
    long after = used();
    Reference.reachabilityFence(object);
    return after - before;
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
