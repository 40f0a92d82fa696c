package org.gqvae.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileCountTest {
  private static final String KEY = "count.files";

  @ParameterizedTest
  @CsvSource({
    "0, 8",
    "1, 8",
    "17179869184, 8",
    "17179869185, 9",
    "1000000000000, 466",
    "10000000000000, 4657",
    "214748364800000, 100000",
    "214748364800001, 100000",
    "9223372036854775807, 100000"
  })
  void followsFromTheBytesOfTheInput(long bytes, int files) {
    assertThat(new FileCount(KEY, 0).of(bytes)).isEqualTo(files);
  }

  @Test
  void isWhatIsAskedForWhateverTheInput() {
    FileCount three = FileCount.read(LocalSpark.settings("count.files=3"), KEY);

    assertThat(three.of(0)).isEqualTo(3);
    assertThat(three.of(Long.MAX_VALUE)).isEqualTo(3);
  }

  @Test
  void isRecordedAsTheNumberThatItComesTo() {
    TreeMap<String, String> settings = new TreeMap<>(Map.of(KEY, "0", "input.document", "line"));

    assertThat(FileCount.read(LocalSpark.settings(), KEY).recorded(settings, 20L << 30))
        .containsExactly(Map.entry(KEY, "10"), Map.entry("input.document", "line"));
    assertThat(settings).containsEntry(KEY, "0");
  }

  @Test
  void isToldByAPlan(@TempDir Path folder) throws IOException {
    Path huge = folder.resolve("huge.txt");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(1_000_000_000_000L); // takes no room on disk
    }

    CommandLineCall plan =
        CommandLineCall.of(
            "count", "--dry-run", "--input", huge.toString(), "--output", folder + "/words");

    assertThat(plan.out())
        .contains("1,000,000,000,000 bytes in 14,902 splits", "words.parquet in 466 files");
  }
}
