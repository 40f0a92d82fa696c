package org.gqvae.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedWordsTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 30;
  private static final int TEXTS = 20;
  private static final int WORDS_A_TEXT = 200;

  private final Random random = RandomText.random();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 70, 1_000, 1_000_000})
  void giveEveryThreadTheIdsOfAHashMap(int maxLearnedWords) throws Exception {
    check(words(3_000), maxLearnedWords);
  }

  @Test
  void giveTheRightIdsWhereAllWordsCollide() throws Exception {
    List<Word> colliding = new ArrayList<>();
    while (colliding.size() < 300) {
      for (Word word : words(100_000)) {
        if ((word.hashCode() & 0x3FF) == 0) {
          colliding.add(word);
        }
      }
    }
    check(colliding.stream().distinct().toList(), 1_000_000);
  }

  @Test
  void refuseAWordTwiceAndImpossibleEncodings() {
    SharedWords words = new SharedWords(10);
    words.put(Word.of("the"), new int[] {259});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> words.put(Word.of("the"), new int[] {259}))
        .withMessage("Word put in twice: the");
    assertThatIllegalArgumentException().isThrownBy(() -> words.put(Word.of("a"), new int[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> words.put(Word.of("a"), new int[2]))
        .withMessage("Invalid encoding of 'a': 2 ids for 1 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SharedWords(-1))
        .withMessage("Invalid maximum of learned words: -1, expected >= 0");
  }

  /** Threads that begin at once encode texts of these words, of which every tenth is put in. */
  private void check(List<Word> pool, int maxLearnedWords) throws Exception {
    Map<Word, int[]> expected = new HashMap<>();
    pool.forEach(word -> expected.put(word, ids(word)));
    List<Word> putIn = IntStream.range(0, pool.size() / 10).mapToObj(pool::get).toList();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        SharedWords shared = new SharedWords(maxLearnedWords);
        putIn.forEach(word -> shared.put(word, expected.get(word)));
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          long seed = random.nextLong();
          tasks.add(
              () -> {
                start.await();
                encodeTexts(new Random(seed), pool, putIn.size(), expected, shared);
                return null;
              });
        }
        for (Future<Void> task : threads.invokeAll(tasks)) {
          task.get();
        }
        assertThat(shared.snapshot().size())
            .isBetween(putIn.size(), putIn.size() + Math.min(maxLearnedWords, pool.size()));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void encodeTexts(
      Random random, List<Word> pool, int putIn, Map<Word, int[]> expected, SharedWords shared) {
    WordTable table = new WordTable(PreTokenizer.GPT2, shared, SharedWordsTest::encode);
    long misses = 0;
    for (int i = 0; i < TEXTS; i++) {
      TokenBuffer ids = new TokenBuffer();
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < WORDS_A_TEXT; j++) {
        int drawn = random.nextInt(pool.size());
        Word word = pool.get(drawn);
        text.append(new String(word.toBytes(), UTF_8));
        ids.add(expected.get(word), word.length());
        misses += drawn < putIn ? 0 : 1;
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      TokenBuffer tokens = new TokenBuffer();
      table.encode(bytes, 0, bytes.length, tokens);
      assertThat(tokens.toArray()).isEqualTo(ids.toArray());
    }
    assertThat(table.misses()).isEqualTo(misses);
  }

  /** Distinct words, each of which the pre-tokenizer takes as one: a space and letters. */
  private List<Word> words(int count) {
    return random
        .ints(count, 1, Word.MAX_BYTES)
        .mapToObj(
            letters -> {
              byte[] bytes = new byte[1 + letters];
              for (int i = 1; i <= letters; i++) {
                bytes[i] = (byte) ('a' + random.nextInt(26));
              }
              bytes[0] = ' ';
              return Word.of(bytes);
            })
        .distinct()
        .toList();
  }

  private static List<int[]> encode(List<Word> words) {
    return words.stream().map(SharedWordsTest::ids).toList();
  }

  /** One id to as many as the word has bytes, of all sizes. */
  private static int[] ids(Word word) {
    Random random = new Random(word.hashCode());
    int count = random.nextInt(3) == 0 ? 1 + random.nextInt(word.length()) : 1 + random.nextInt(2);
    return IntStream.range(0, count)
        .map(i -> random.nextInt() >>> (1 + random.nextInt(24)))
        .toArray();
  }
}
