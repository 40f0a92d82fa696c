package org.gqvae.model.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.gqvae.model.text.WordCounts.Entry;
import org.junit.jupiter.api.Test;

class WordCountsTest {
  @Test
  void countsTheWordsOfAText() {
    WordCounts counts = counts("a cat, a cat");
    assertThat(counts.sorted())
        .containsExactly(
            new Entry(Word.of(" a"), 1),
            new Entry(Word.of(" cat"), 2),
            new Entry(Word.of(","), 1),
            new Entry(Word.of("a"), 1));
    assertThat(counts.totalWords()).isEqualTo(5);
    assertThat(counts.distinctWords()).isEqualTo(4);
  }

  @Test
  void agreesWithATreeMap() {
    Random random = RandomText.random();
    WordCounts counts = new WordCounts();
    Map<Word, Long> expected = new TreeMap<>();
    long total = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(Word.MAX_BYTES)];
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      long count = 1 + random.nextInt(3);
      counts.add(Word.of(bytes), count);
      expected.merge(Word.of(bytes), count, Long::sum);
      total += count;
    }
    assertThat(counts.sorted())
        .isEqualTo(
            expected.entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue())).toList());
    assertThat(counts.totalWords()).isEqualTo(total);
  }

  @Test
  void travelsAsJavaObject() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(counts("a cat, a cat"));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      WordCounts counts = (WordCounts) in.readObject();
      assertThat(counts.sorted()).isEqualTo(counts("a cat, a cat").sorted());
      assertThat(counts.totalWords()).isEqualTo(5);
    }
  }

  @Test
  void refusesCountsBelowOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new WordCounts().add(Word.of("a"), 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Entry(Word.of("a"), 0));
  }

  @Test
  void refusesCountsThatDoNotFit() {
    WordCounts counts = new WordCounts();
    counts.add(Word.of("a"), WordMap.MAX_VALUE);
    assertThat(counts.sorted()).containsExactly(new Entry(Word.of("a"), WordMap.MAX_VALUE));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> counts.add(Word.of("a"), 1));
  }

  private static WordCounts counts(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    WordCounts counts = new WordCounts();
    counts.addText(PreTokenizer.GPT2, bytes, 0, bytes.length);
    return counts;
  }
}
