package org.gqvae.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.junit.jupiter.api.Test;

class RunKindTest {
  @Test
  void takesEverySettingForDecidingOrFreeAndNoneForBoth() {
    assertThat(ConfigReader.load(List.of(), List.of()).values().keySet())
        .isNotEmpty()
        .allSatisfy(
            key -> {
              boolean decides = Arrays.stream(RunKind.values()).anyMatch(kind -> kind.decides(key));
              assertThat(decides)
                  .as("%s either decides what a kind of run gives, or is listed as free", key)
                  .isNotEqualTo(RunKind.isFree(key));
            });
  }

  @Test
  void givesTheDecidingSettingsAsTheyWereChosen() {
    ConfigReader reader =
        ConfigReader.load(
            List.of(),
            List.of(
                Setting.parse("train.rounds=7"),
                Setting.parse("train.checkpoints=9"),
                Setting.parse("tokenize.pack=2048")));

    assertThat(RunKind.TRAIN.deciding(reader))
        .containsEntry("train.rounds", "7")
        .containsEntry("input.split-bytes", "64MiB")
        .containsEntry("input.text", "bytes")
        .doesNotContainKeys("train.checkpoints", "input.max-failed", "tokenize.pack");
    assertThat(RunKind.TOKENIZE.deciding(reader))
        .containsEntry("tokenize.pack", "2048")
        .containsEntry("tokenize.parquet.codec", "zstd")
        .doesNotContainKeys("tokenize.policy", "train.rounds");
  }
}
