package org.gqvae.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gqvae.jobs.Command;
import org.gqvae.model.network.GqVaeSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real rounds, whose peaks are held against the estimate. */
class TrainingMemoryIT {
  private static final Pattern PEAKS = Pattern.compile("(?m)^heap (\\d+) outside (\\d+)$");

  @TempDir Path folder;

  @Test
  void ofRoundsIsWhatTheEstimateSays() throws Exception {
    // A block that is freed goes back to the system at once.
    List<String> words = new ArrayList<>(List.of("env", "MALLOC_MMAP_THRESHOLD_=131072"));
    words.addAll(
        Command.inAJvm(
            MeasuredRounds.class,
            List.of("-XX:+UseSerialGC", "-Xms640m", "-Xmx640m", "-XX:+AlwaysPreTouch")));
    Command rounds = Command.run(folder, words);
    Matcher peaks = PEAKS.matcher(rounds.out());
    for (GqVaeSpec network : MeasuredRounds.NETWORKS) {
      assertThat(peaks.find()).as(rounds.out() + rounds.err()).isTrue();
      assertThat(MeasuredRounds.heapEstimate(network))
          .as("heap of %s", network)
          .isCloseTo(Long.parseLong(peaks.group(1)), withinPercentage(25));
      assertThat(MeasuredRounds.outsideEstimate(network))
          .as("outside the heap of %s", network)
          .isCloseTo(Long.parseLong(peaks.group(2)), withinPercentage(25));
    }
  }
}
