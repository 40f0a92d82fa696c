package org.gqvae.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.model.network.Annealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainSettingsTest {
  private static TrainSettings read(ConfigReader reader) {
    return TrainSettings.read(
        reader,
        CorpusSettings.read(reader, ".", List.of()),
        new OutputDirectory(".", OutputMode.REFUSE, "", false));
  }

  @Test
  void temperaturesFallOverTheStepsThatQuantize() {
    ConfigReader reader =
        LocalSpark.settings(
            "model.quantizer=gumbel-softmax",
            "model.codebook=gradient",
            "train.rounds=10",
            "train.warmup-rounds=4",
            "train.batches=3",
            "train.loss.prior=0.05",
            "train.gumbel.temperature=2",
            "train.gumbel.final-temperature=0.5");
    TrainSettings settings = read(reader);
    reader.done();
    assertThat(settings.objective().annealing()).isEqualTo(new Annealing(2, 0.5, 18));
    assertThat(settings.objective().prior()).isEqualTo(0.05);
  }

  @ParameterizedTest
  @CsvSource({
    "nearest, 'of the nearest code the divergence is the constant ln V'",
    "none, there are no codes"
  })
  void aPriorNeedsADistributionOverCodes(String quantizer, String reason) {
    ConfigReader reader =
        LocalSpark.settings("model.quantizer=" + quantizer, "train.loss.prior=0.1");
    read(reader);
    assertThatThrownBy(reader::done)
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Invalid train.loss.prior: 0.1 (--set train.loss.prior=0.1), expected 0 with"
                + " model.quantizer = %s, as %s; or choose gumbel-softmax",
            quantizer, reason);
  }

  @Test
  void tellsAllThatIsWrongWithDrawingAtOnce() {
    ConfigReader reader =
        LocalSpark.settings(
            "model.quantizer=gumbel-softmax",
            "train.gumbel.temperature=0.5",
            "train.gumbel.final-temperature=0.75",
            "train.loss.prior=-1");
    read(reader);
    assertThatThrownBy(reader::done)
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.problems())
                    .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).startsWith("Invalid model.quantizer: "),
                        problem ->
                            assertThat(problem)
                                .isEqualTo(
                                    "Invalid train.gumbel.final-temperature: 0.75 (--set"
                                        + " train.gumbel.final-temperature=0.75), expected at most"
                                        + " train.gumbel.temperature (0.5)"),
                        problem ->
                            assertThat(problem)
                                .startsWith("Invalid train.loss.prior: -1 (")
                                .endsWith("expected a number from 0 to 1000000")));
  }

  @ParameterizedTest
  @CsvSource({"train.gumbel.temperature, 0", "train.gumbel.final-temperature, warm"})
  void refusesTemperaturesThatAreNone(String key, String value) {
    ConfigReader reader = LocalSpark.settings(key + "=" + value);
    read(reader);
    assertThatThrownBy(reader::done)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Invalid %s: %s (", key, value)
        .hasMessageContaining("expected a number from 0.01 to 100");
  }
}
