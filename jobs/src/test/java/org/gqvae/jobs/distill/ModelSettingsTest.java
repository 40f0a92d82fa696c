package org.gqvae.jobs.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "2048, 0, 10",
    "4096, 0, 10",
    "4097, 0, 16",
    "131072, 0, 16",
    "131072, 8, 8",
    "64, 16, 16"
  })
  void theLongestTokenFollowsTheNumberOfCodesUnlessItIsGiven(int codes, int given, int expected) {
    ConfigReader reader =
        LocalSpark.settings("model.codebook-size=" + codes, "model.token-bytes=" + given);
    assertThat(ModelSettings.read(reader).tokenBytes()).isEqualTo(expected);
  }

  @Test
  void noTokenOfOneByteIsLearned() {
    ConfigReader reader = LocalSpark.settings("model.token-bytes=1");
    ModelSettings.read(reader);
    assertThatThrownBy(reader::done)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(
            "Invalid model.token-bytes: 1 (--set model.token-bytes=1), expected 0, or 2 to 16");
  }
}
