package org.gqvae.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.TinyRun;
import org.gqvae.jobs.distill.ModelSettings;
import org.gqvae.model.layers.OptimizerSpec.Method;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.TrainingMemory;
import org.gqvae.model.training.UsagePass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingEstimateTest {
  @TempDir Path folder;

  private static GqVaeSpec spec() {
    return ModelSettings.read(LocalSpark.settings(TinyRun.settings()));
  }

  private static TrainingNeeds needs(int workers) {
    return new TrainingNeeds(
        new TrainingMemory(spec(), Method.AMSGRAD), workers, 1, 500, new UsagePass(200, 128));
  }

  @Test
  void tellsTheBytesThatACheckpointHas() throws IOException {
    Path checkpoint = TinyRun.run().resolve("checkpoints/round-%04d".formatted(TinyRun.ROUNDS));
    assertThat(needs(2).checkpointBytes())
        .isEqualTo(
            Files.size(checkpoint.resolve("parameters.bin"))
                + Files.size(checkpoint.resolve("updater.bin")));
  }

  /** Their results are summed on executors. */
  @Test
  void takesNoMoreOfTheDriverForMoreWorkers() {
    assertThat(needs(64).driverHeap()).isLessThanOrEqualTo(needs(1).driverHeap());
    assertThat(needs(64).driverOffHeap()).isEqualTo(needs(1).driverOffHeap());
    assertThat(needs(64).executorHeap()).isEqualTo(needs(1).executorHeap());
  }

  @Test
  void isPartOfTheDryRun() {
    String output = folder.resolve("out").toString();
    CommandLineCall call =
        CommandLineCall.of(
            TinyRun.commandLine(
                "train", "--input", TinyRun.stories().toString(), "--output", output, "--dry-run"));
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out())
        .contains(
            "network   %,d parameters: width 8, 2 heads, 32 codes of up to 10 bytes, 1 + 1 + 1 blocks"
                .formatted(GqVae.parameterCount(spec())))
        .contains("state of amsgrad", "a batch   200 running words, here ")
        .contains("--driver-memory ", "spark.executor.memoryOverhead=")
        .contains("% of this machine's sgemm", "an estimate");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void isLeftOutWhereTheInputIsMissing() {
    CommandLineCall call =
        CommandLineCall.of(
            "train", "--input", folder + "/none", "--output", folder + "/out", "--dry-run");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("Input does not exist");
    assertThat(call.out()).doesNotContain("network");
  }
}
