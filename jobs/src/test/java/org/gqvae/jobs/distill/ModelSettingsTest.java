package org.gqvae.jobs.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.model.network.GqVaeSpec.Quantization;
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
  void latentsBecomeTheNearestCodesUnlessOtherwiseSet() {
    assertThat(ModelSettings.read(LocalSpark.settings()).quantization())
        .isEqualTo(Quantization.NEAREST);
    ConfigReader reader =
        LocalSpark.settings("model.quantizer=gumbel-softmax", "model.codebook=gradient");
    assertThat(ModelSettings.read(reader).quantization()).isEqualTo(Quantization.GUMBEL_SOFTMAX);
    reader.done();
  }

  @Test
  void codesAreDrawnFromATrainedCodebookAlone() {
    ConfigReader reader = LocalSpark.settings("model.quantizer=gumbel-softmax");
    ModelSettings.read(reader);
    assertThatThrownBy(reader::done)
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Invalid model.quantizer: gumbel-softmax (--set model.quantizer=gumbel-softmax), which"
                + " trains the codebook, but model.codebook is moving-average, expected"
                + " model.codebook = gradient");
  }

  @Test
  void refusesAQuantizerThatItDoesNotKnow() {
    ConfigReader reader = LocalSpark.settings("model.quantizer=gumbel");
    ModelSettings.read(reader);
    assertThatThrownBy(reader::done)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("expected one of nearest, gumbel-softmax, none");
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
