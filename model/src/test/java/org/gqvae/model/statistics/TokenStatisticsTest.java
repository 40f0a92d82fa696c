package org.gqvae.model.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class TokenStatisticsTest {
  private static final Vocabulary VOCABULARY = Vocabulary.of(List.of());
  private static final String[] GROUPS = {null, "en", "fr"};

  @Test
  void mergesInAnyOrder() {
    Random random = new Random(5);
    for (int round = 0; round < 50; round++) {
      TokenStatistics a = random(random);
      TokenStatistics b = random(random);
      TokenStatistics c = random(random);
      assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
      assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
      assertThat(a.plus(TokenStatistics.NONE)).isEqualTo(a).isEqualTo(TokenStatistics.NONE.plus(a));
    }
  }

  @Test
  void doesNotDependOnHowDocumentsAreSharedOut() {
    Random random = new Random(6);
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      documents.add(randomText(random));
    }
    TokenCounter oneFile = new TokenCounter(PreTokenizer.GPT2, VOCABULARY);
    documents.forEach(text -> add(oneFile, text, GROUPS[text.length() % GROUPS.length]));
    Collections.shuffle(documents, random);
    TokenStatistics sum = TokenStatistics.NONE;
    for (int from = 0; from < documents.size(); from += 7) {
      TokenCounter file = new TokenCounter(PreTokenizer.GPT2, VOCABULARY);
      documents
          .subList(from, Math.min(from + 7, documents.size()))
          .forEach(text -> add(file, text, GROUPS[text.length() % GROUPS.length]));
      sum = file.statistics().plus(sum);
    }
    assertThat(sum).isEqualTo(oneFile.statistics());
  }

  @Test
  void refusesCountsOfAnotherVocabulary() {
    TokenCounter small = new TokenCounter(PreTokenizer.GPT2, VOCABULARY);
    TokenCounter large =
        new TokenCounter(PreTokenizer.GPT2, Vocabulary.of(List.of("the".getBytes(UTF_8))));
    add(small, "a", null);
    add(large, "a", null);
    assertThatThrownBy(() -> small.statistics().plus(large.statistics()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Counts of 256 ids and of 257 ids do not add up");
  }

  @Test
  void survivesJavaSerialization() throws IOException, ClassNotFoundException {
    TokenStatistics statistics = random(new Random(7)).plus(random(new Random(8)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(statistics);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(statistics);
    }
  }

  private static TokenStatistics random(Random random) {
    TokenCounter counter = new TokenCounter(PreTokenizer.GPT2, VOCABULARY);
    for (int i = random.nextInt(6); i > 0; i--) {
      add(counter, randomText(random), GROUPS[random.nextInt(GROUPS.length)]);
    }
    return counter.statistics();
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append("ab c\n'".charAt(random.nextInt(6)));
    }
    return text.toString();
  }

  private static void add(TokenCounter counter, String text, String group) {
    byte[] bytes = text.getBytes(UTF_8);
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes[i] & 0xff;
    }
    int[] words = new int[1];
    PreTokenizer.GPT2.split(bytes, 0, bytes.length, (piece, from, to) -> words[0]++);
    counter.add(0, ids, ids.length, words[0], text.length(), bytes.length, group);
  }
}
