package org.gqvae.io.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private enum Estimator {
    STRAIGHT_THROUGH,
    GUMBEL
  }

  @Test
  void spellsConstantsInLowerCaseWithHyphensAndFindsThemAgain() {
    assertThat(Spelling.of(Estimator.STRAIGHT_THROUGH)).isEqualTo("straight-through");
    assertThat(Spelling.find(Estimator.class, "straight-through"))
        .contains(Estimator.STRAIGHT_THROUGH);
    assertThat(Spelling.find(Estimator.class, "STRAIGHT_THROUGH")).isEmpty();
  }

  @Test
  void refusesAnotherSpellingByNamingAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Spelling.parse("estimator", Estimator.class, "gumble"))
        .withMessage("Invalid estimator: gumble, expected one of straight-through, gumbel");
  }

  @Test
  void countsInsertionsDeletionsReplacementsAndSwaps() {
    assertThat(Spelling.edits("rounds", "rounds")).isZero();
    assertThat(Spelling.edits("rouds", "rounds")).isEqualTo(1);
    assertThat(Spelling.edits("roudns", "rounds")).isEqualTo(1);
    assertThat(Spelling.edits("", "abc")).isEqualTo(3);
  }

  @Test
  void findsTheNearestNameAndTheFirstOfEquals() {
    assertThat(Spelling.nearest("train.round", List.of("train.rounds", "train.workers")))
        .contains("train.rounds");
    assertThat(Spelling.nearest("bat", List.of("cat", "bar"))).contains("bar");
  }

  @Test
  void findsNothingWhereNothingIsNear() {
    assertThat(Spelling.nearest("zebra", List.of("train.rounds"))).isEmpty();
  }
}
