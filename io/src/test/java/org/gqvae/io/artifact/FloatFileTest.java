package org.gqvae.io.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatFileTest {
  @TempDir java.nio.file.Path directory;
  private final Configuration hadoop = new Configuration();
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = new Path(directory.resolve("x.bin").toUri());
  }

  @Test
  void keepsEveryBit() throws IOException {
    float[] values = {0, -0f, 1, Float.MIN_VALUE, -Float.MAX_VALUE, 1 / 3f, Float.NaN};
    FloatFile.write(file, values, hadoop);
    // Arrays.equals tells zeros of either sign apart, and not NaN from itself.
    assertThat(Arrays.equals(FloatFile.read(file, hadoop), values)).isTrue();
  }

  @Test
  void isLittleEndianAndNothingElse() throws IOException {
    FloatFile.write(file, new float[] {1, -2}, hadoop);
    assertThat(Files.readAllBytes(directory.resolve("x.bin")))
        .containsExactly(0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0);
  }

  @Test
  void mayBeEmpty() throws IOException {
    FloatFile.write(file, new float[0], hadoop);
    assertThat(FloatFile.read(file, hadoop)).isEmpty();
  }

  @Test
  void refusesHalfAFloat() throws IOException {
    Files.write(directory.resolve("x.bin"), new byte[6]);
    assertThatThrownBy(() -> FloatFile.read(file, hadoop))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it has 6 bytes, expected a multiple of 4");
  }
}
