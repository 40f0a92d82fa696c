package org.gqvae.io.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {
  @TempDir java.nio.file.Path directory;
  private final List<String> warnings = new ArrayList<>();
  private Checkpoints checkpoints;

  @BeforeEach
  void openTheDirectory() {
    checkpoints =
        new Checkpoints(new Path(directory.resolve("checkpoints").toUri()), new Configuration());
  }

  private static Checkpoint checkpoint(int round) {
    return new Checkpoint(
        round,
        10_000_000_000L * round,
        100 * round,
        new float[] {round, -0f, 1 / 3f},
        new float[] {round + 0.5f, 0});
  }

  private void saveRounds(int... rounds) throws IOException {
    for (int round : rounds) {
      checkpoints.save(checkpoint(round), 10);
    }
  }

  private Optional<Checkpoint> latest() throws IOException {
    warnings.clear();
    return checkpoints.latest(warnings::add);
  }

  private void assertPassedOver(int round, String damage) {
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("Passing over the checkpoint ", "round-%04d".formatted(round), damage);
  }

  private java.nio.file.Path file(int round, String name) {
    return directory.resolve("checkpoints/round-%04d".formatted(round)).resolve(name);
  }

  private List<String> names() throws IOException {
    try (Stream<java.nio.file.Path> paths = Files.list(directory.resolve("checkpoints"))) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void givesTheNewestBack() throws IOException {
    saveRounds(1, 2, 3);
    assertThat(latest()).contains(checkpoint(3));
  }

  @Test
  void givesBackWhatHasNoOptimizerState() throws IOException {
    Checkpoint plain = new Checkpoint(1, 5, 6, new float[] {1}, new float[0]);
    checkpoints.save(plain, 1);
    assertThat(latest()).contains(plain);
  }

  @Test
  void hasNoneWhereNothingIs() throws IOException {
    assertThat(latest()).isEmpty();
  }

  @Test
  void ordersRoundsByNumber() throws IOException {
    saveRounds(9_999, 10_000);
    assertThat(names()).contains("round-9999", "round-10000");
    assertThat(latest()).contains(checkpoint(10_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parameters.bin", "updater.bin", "state.json", "checksums.json"})
  void aMissingFileMakesTheOneBeforeCount(String name) throws IOException {
    saveRounds(1, 2);
    Files.delete(file(2, name));
    assertThat(latest()).contains(checkpoint(1));
    assertPassedOver(2, name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parameters.bin", "updater.bin", "state.json", "checksums.json"})
  void aFileCutShortMakesTheOneBeforeCount(String name) throws IOException {
    saveRounds(1, 2);
    byte[] content = Files.readAllBytes(file(2, name));
    for (int length : new int[] {0, content.length / 2, content.length - 4}) {
      Files.write(file(2, name), Arrays.copyOf(content, length));
      assertThat(latest()).as("%s bytes", length).contains(checkpoint(1));
      assertPassedOver(2, name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parameters.bin", "updater.bin", "state.json"})
  void aChangedBitMakesTheOneBeforeCount(String name) throws IOException {
    saveRounds(1, 2);
    byte[] content = Files.readAllBytes(file(2, name));
    for (int i = 0; i < content.length; i++) {
      byte[] changed = content.clone();
      changed[i] ^= 1;
      Files.write(file(2, name), changed);
      assertThat(latest()).as("byte %d", i).contains(checkpoint(1));
      assertPassedOver(2, name + " has another SHA-256");
    }
  }

  /** A changed blank between its words makes no other checksum. */
  @Test
  void aChangedBitOfTheChecksumsMakesNoOtherCheckpointCount() throws IOException {
    saveRounds(1, 2);
    byte[] content = Files.readAllBytes(file(2, "checksums.json"));
    int passedOver = 0;
    for (int i = 0; i < content.length; i++) {
      byte[] changed = content.clone();
      changed[i] ^= 1;
      Files.write(file(2, "checksums.json"), changed);
      Checkpoint found = latest().orElseThrow();
      assertThat(found).as("byte %d", i).isEqualTo(checkpoint(2 - warnings.size()));
      passedOver += warnings.size();
    }
    assertThat(passedOver).isGreaterThan(3 * 64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"sha256\": null}", "{\"sha256\": {}}", "null", "[]", "hello"})
  void strangeChecksumsMakeTheOneBeforeCount(String checksums) throws IOException {
    saveRounds(1, 2);
    Files.writeString(file(2, "checksums.json"), checksums);
    assertThat(latest()).contains(checkpoint(1));
  }

  @Test
  void hasNoneWhereNoneIsWhole() throws IOException {
    saveRounds(1, 2);
    Files.delete(file(1, "checksums.json"));
    Files.delete(file(2, "checksums.json"));
    assertThat(latest()).isEmpty();
  }

  @Test
  void replacesABrokenOneOfTheSameRound() throws IOException {
    saveRounds(1, 2);
    Files.delete(file(2, "checksums.json"));
    saveRounds(2);
    assertThat(latest()).contains(checkpoint(2));
  }

  @Test
  void keepsTheLastOnes() throws IOException {
    for (int round = 1; round <= 5; round++) {
      checkpoints.save(checkpoint(round), 2);
      assertThat(latest()).contains(checkpoint(round));
    }
    assertThat(names()).containsExactly("round-0004", "round-0005");
  }

  @Test
  void passesOverWhatIsNoCheckpoint() throws IOException {
    saveRounds(1);
    Files.createDirectory(directory.resolve("checkpoints/round-2"));
    Files.createDirectory(directory.resolve("checkpoints/notes"));
    Files.createDirectory(directory.resolve("checkpoints/round-99999999999"));
    assertThat(latest()).contains(checkpoint(1));
    checkpoints.save(checkpoint(2), 1);
    assertThat(names()).contains("notes", "round-0002").doesNotContain("round-0001");
  }

  @Test
  void writesTheSameBytesForTheSameCheckpoint() throws IOException {
    saveRounds(1);
    byte[] checksums = Files.readAllBytes(file(1, "checksums.json"));
    saveRounds(1);
    assertThat(Files.readAllBytes(file(1, "checksums.json"))).isEqualTo(checksums);
  }
}
