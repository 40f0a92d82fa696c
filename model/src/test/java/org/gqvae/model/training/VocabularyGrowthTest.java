package org.gqvae.model.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gqvae.model.text.Word;
import org.gqvae.model.training.VocabularyGrowth.Step;
import org.gqvae.model.training.VocabularyGrowth.Use;
import org.junit.jupiter.api.Test;

class VocabularyGrowthTest {
  private static List<byte[]> literals(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
  }

  private static Use use(String text, long count) {
    return new Use(Word.of(text), count);
  }

  private static final Map<Word, Long> USES =
      Map.of(
          Word.of("the"),
          9L,
          Word.of("an"),
          5L,
          Word.of("a"),
          5L,
          Word.of("b"),
          7L,
          Word.of("gone"),
          99L);

  @Test
  void allIsNewToBeginWith() {
    assertThat(new VocabularyGrowth(List.of()).step(literals("a", "b", "a"), Map.of(), 10))
        .isEqualTo(new Step(2, 2, List.of()));
  }

  @Test
  void tellsTheMostUsedOfWhatIsNew() {
    VocabularyGrowth growth = new VocabularyGrowth(literals("b", "b", "c"));
    assertThat(growth.step(literals("b", "an", "the", "a", "unused"), USES, 2))
        .isEqualTo(new Step(5, 4, List.of(use("the", 9), use("a", 5))));
    assertThat(growth.step(literals("an", "the", "b", "c"), USES, 2))
        .isEqualTo(new Step(4, 1, List.of()));
  }

  @Test
  void goesOnAsOneThatBeginsBehindTheSameRound() {
    List<byte[]> first = literals("a", "b");
    List<byte[]> second = literals("b", "an", "the");
    VocabularyGrowth growth = new VocabularyGrowth(List.of());
    growth.step(first, USES, 10);
    assertThat(growth.step(second, USES, 10))
        .isEqualTo(new VocabularyGrowth(first).step(second, USES, 10))
        .isEqualTo(new Step(3, 2, List.of(use("the", 9), use("an", 5))));
  }
}
