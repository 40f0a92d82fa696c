package org.gqvae.model.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialsTest {
  @Test
  void putsOnesOwnBehindThoseOfEveryVocabulary() {
    Specials specials = Specials.of(List.of("<|user|>", "[X]"));
    assertThat(specials.texts()).containsExactly("<|endoftext|>", "<|pad|>", "<|user|>", "[X]");
    assertThat(specials.own()).containsExactly("<|user|>", "[X]");
    assertThat(specials.size()).isEqualTo(4);
    assertThat(Specials.STANDARD.own()).isEmpty();
  }

  @Test
  void reservesIdsBehindThem() {
    assertThat(Specials.of(List.of("<|user|>")).withReserved(2).own())
        .containsExactly("<|user|>", "<|reserved_0|>", "<|reserved_1|>");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Specials.of(List.of("<|reserved_1|>")).withReserved(2))
        .withMessage("Invalid special: <|reserved_1|> comes twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "<|pad|>", "<|endoftext|>", "<|a|>", "\ud800"})
  void refusesWhatIsBlankOrThereOrNoUnicode(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Specials.of(List.of("<|a|>", text)))
        .withMessageStartingWith("Invalid special: ");
  }

  @Test
  void refusesToGoWithoutThoseOfEveryVocabulary() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Specials(List.of("<|pad|>", "<|endoftext|>")))
        .withMessageStartingWith("Invalid specials: ");
    assertThatIllegalArgumentException().isThrownBy(() -> new Specials(List.of()));
  }
}
