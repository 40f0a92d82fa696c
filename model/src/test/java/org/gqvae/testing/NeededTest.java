package org.gqvae.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class NeededTest {
  @Test
  void skipsATestThatLacksSomething() {
    assertThatExceptionOfType(TestAbortedException.class)
        .isThrownBy(() -> Needed.check(false, "There is no chromium", false))
        .withMessageContaining("There is no chromium");
  }

  @Test
  void failsItWhereNoneMayBeSkipped() {
    assertThatExceptionOfType(AssertionFailedError.class)
        .isThrownBy(() -> Needed.check(false, "There is no chromium", true))
        .withMessage("There is no chromium. No test is skipped where CI=true");
  }

  @Test
  void letsItGoOnWhereNothingIsMissing() {
    assertThatCode(() -> Needed.check(true, "There is no chromium", true))
        .doesNotThrowAnyException();
  }
}
