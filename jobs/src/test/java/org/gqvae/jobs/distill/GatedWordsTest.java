package org.gqvae.jobs.distill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.RunDirectory;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.TinyRun;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.jobs.spark.WordMeter;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.junit.jupiter.api.Test;

class GatedWordsTest {
  private static final GqVaeSpec SPEC =
      new GqVaeSpec(
          10,
          4,
          8,
          2,
          1,
          1,
          1,
          Positions.LEARNED,
          CodebookLearning.MOVING_AVERAGE,
          GaterInput.ENCODED);

  @Test
  void readsShorterSegmentsAtLowerThresholds() {
    try (GatedWords gated = gated()) {
      Set<String> alone = segments(gated, 2.5);
      Set<String> more = segments(gated, 2.5, 0.4);
      assertThat(more).containsAll(alone).hasSizeGreaterThan(alone.size());
    }
  }

  @Test
  void readsLongerSegmentsAtHigherThresholds() {
    try (GatedWords gated = gated()) {
      assertThat(meanLength(segments(gated, 1.5, 0.9)))
          .isGreaterThan(meanLength(segments(gated, 1.5)));
    }
  }

  /** With gates at random. */
  private static GatedWords gated() {
    Path words = RunDirectory.words(new Path(TinyRun.run().toString()));
    return GatedWords.of(
        LocalSpark.session(),
        SPEC,
        new GateSource.AtRandom(1),
        CountedWords.entries(words, LocalSpark.session()),
        new WordMeter(LocalSpark.session().sparkContext()).begin(0));
  }

  private static Set<String> segments(GatedWords gated, double bytesPerGate, double... shares) {
    List<Double> boxed = Arrays.stream(shares).boxed().toList();
    return gated.segmentsAtRate(bytesPerGate, boxed).collectAsList().stream()
        .map(row -> new String(row.<byte[]>getAs("segment"), StandardCharsets.ISO_8859_1))
        .collect(Collectors.toSet());
  }

  private static double meanLength(Set<String> segments) {
    return segments.stream().mapToInt(String::length).average().orElseThrow();
  }
}
