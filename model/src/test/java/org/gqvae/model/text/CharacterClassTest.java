package org.gqvae.model.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CharacterClassTest {
  @Test
  void isOfTheVersionThatIcu4jHas() {
    assertThat(UCharacter.getUnicodeVersion().getVersionString(3, 3))
        .isEqualTo(CharacterClass.UNICODE_VERSION);
  }

  @ParameterizedTest
  @EnumSource
  void classesEveryCodePointAsIcu4jDoes(CharacterClass each) {
    BitSet codePoints = new BitSet();
    each.ranges().forEach(range -> codePoints.set(range.first(), range.last() + 1));
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      assertThat(codePoints.get(codePoint))
          .as("U+%04X", codePoint)
          .isEqualTo(isIn(each, codePoint));
    }
    assertThat(codePoints.length()).isLessThanOrEqualTo(Character.MAX_CODE_POINT + 1);
  }

  @Test
  void hasTheTableThatItsMakerMakes() throws IOException {
    try (InputStream table = CharacterClass.class.getResourceAsStream(CharacterClass.TABLE)) {
      assertThat(new String(table.readAllBytes(), US_ASCII))
          .isEqualTo(CharacterClassTable.content());
    }
  }

  @ParameterizedTest
  @EnumSource
  void hasRangesInOrderThatDoNotTouch(CharacterClass each) {
    List<CharacterClass.Range> ranges = each.ranges();
    for (int i = 1; i < ranges.size(); i++) {
      assertThat(ranges.get(i).first()).isGreaterThan(ranges.get(i - 1).last() + 1);
    }
  }

  private static boolean isIn(CharacterClass each, int codePoint) {
    int category = UCharacter.getType(codePoint);
    return switch (each) {
      case LETTER ->
          category == UCharacter.UPPERCASE_LETTER
              || category == UCharacter.LOWERCASE_LETTER
              || category == UCharacter.TITLECASE_LETTER
              || category == UCharacter.MODIFIER_LETTER
              || category == UCharacter.OTHER_LETTER;
      case UPPER_CASE ->
          category == UCharacter.UPPERCASE_LETTER || category == UCharacter.TITLECASE_LETTER;
      case LOWER_CASE -> category == UCharacter.LOWERCASE_LETTER;
      case MARK ->
          category == UCharacter.NON_SPACING_MARK
              || category == UCharacter.COMBINING_SPACING_MARK
              || category == UCharacter.ENCLOSING_MARK;
      case NUMBER ->
          category == UCharacter.DECIMAL_DIGIT_NUMBER
              || category == UCharacter.LETTER_NUMBER
              || category == UCharacter.OTHER_NUMBER;
      case SPACE -> UCharacter.isUWhiteSpace(codePoint);
    };
  }
}
