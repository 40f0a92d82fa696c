package org.gqvae.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordMapTest {
  @Test
  void agreesWithAHashMap() {
    Random random = RandomText.random();
    WordMap map = new WordMap();
    Map<Word, Long> expected = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(Word.MAX_BYTES)];
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      Word word = Word.of(bytes);
      assertThat(map.get(word)).isEqualTo(expected.getOrDefault(word, -1L));
      map.put(word, i);
      expected.put(word, (long) i);
    }
    Map<Word, Long> visited = new HashMap<>();
    map.forEach((word, value) -> assertThat(visited.put(word, value)).isNull());
    assertThat(visited).isEqualTo(expected);
    assertThat(map.size()).isEqualTo(expected.size());
  }

  @Test
  void tellsAnAbsentWordFromAZero() {
    WordMap map = new WordMap(1);
    assertThat(map.get(Word.of("a"))).isEqualTo(-1);
    map.put(Word.of("a"), 0);
    assertThat(map.get(Word.of("a"))).isZero();
    assertThat(map.get(Word.of("a\0"))).isEqualTo(-1);
  }

  @Test
  void keepsItsWordsWhenItGrows() {
    WordMap map = new WordMap();
    map.put(Word.of("a"), WordMap.MAX_VALUE);
    for (int i = 0; i < 1_000_000; i++) {
      map.put((long) i << 32, 0, 4, i);
    }
    assertThat(map.get(Word.of("a"))).isEqualTo(WordMap.MAX_VALUE);
    assertThat(map.get(999_999L << 32, 0, 4)).isEqualTo(999_999);
    assertThat(map.size()).isEqualTo(1_000_001);
  }

  @Test
  void refusesValuesOutOfRange() {
    WordMap map = new WordMap();
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> map.put(Word.of("a"), -1));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> map.put(Word.of("a"), WordMap.MAX_VALUE + 1));
    assertThat(map.size()).isZero();
  }
}
