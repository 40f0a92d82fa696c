package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineScannerTest {
  private static final int MAX_LINE_BYTES = 1_000_000;
  private static final RecordRoom ROOM = new RecordRoom(MAX_LINE_BYTES);

  @Test
  void aLineThatIsTooLongShowsItsLengthAndItsBeginning() throws IOException {
    String tooLong = "x".repeat(MAX_LINE_BYTES + 1);
    String longest = "y".repeat(MAX_LINE_BYTES);

    assertThat(lines(tooLong + "\n" + longest + "\nz\n" + tooLong))
        .containsExactly(
            "0: 1000001 too long, shows 4096",
            "1000002: 1000000",
            "2000003: 1",
            "2000005: 1000001 too long, shows 4096");
  }

  @ParameterizedTest
  @ValueSource(ints = {262_143, 262_144, 262_145, 524_288, 999_999})
  void aLineMayEndAnywhereInTheBuffer(int length) throws IOException {
    assertThat(lines("x".repeat(length) + "\n\n" + "y".repeat(length)))
        .containsExactly("0: " + length, (length + 1) + ": 0", (length + 2) + ": " + length);
  }

  @Test
  void aLineTooLongIsPassedOverInOneBuffer() throws IOException {
    long bytes = 3_000_000_000L; // more than an array holds
    try (LineScanner scanner = LineScanner.over(new Repeated('x', bytes), ROOM)) {
      assertThat(scanner.next()).isTrue();
      assertThat(scanner.length()).isEqualTo(bytes);
      assertThat(scanner.isTooLong()).isTrue();
      assertThat(scanner.bytes().length).isEqualTo(MAX_LINE_BYTES + 1);
      assertThat(scanner.next()).isFalse();
    }
  }

  @Test
  void aRangeWithinALongLineIsReadNoFurtherThanItsEnd() throws IOException {
    Repeated line = new Repeated('x', 3_000_000_000L);
    try (LineScanner scanner = LineScanner.overRange(line, 1_000, 900_000, ROOM)) {
      assertThat(scanner.next()).isFalse();
      assertThat(line.left).isGreaterThan(2_998_000_000L);
    }
  }

  @Test
  void aLineThatTheHeapHasNoRoomForFailsAndALongerOneIsRejected() throws IOException {
    RecordRoom room = new RecordRoom(MAX_LINE_BYTES, 4_000_000, 1);
    String line = "x".repeat(MAX_LINE_BYTES);
    InputStream lines =
        new ByteArrayInputStream((line + "y\n" + line + "\n").getBytes(StandardCharsets.UTF_8));
    try (LineScanner scanner = LineScanner.over(lines, room)) {
      assertThat(scanner.next()).isTrue();
      assertThat(scanner.isTooLong()).isTrue();
      assertThat(scanner.bytes().length).isEqualTo(500_001);
      assertThatThrownBy(scanner::next)
          .hasMessageStartingWith("it has a document that a heap of 4 MB has no room for. Give");
    }
  }

  private static List<String> lines(String text) throws IOException {
    List<String> lines = new ArrayList<>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (LineScanner scanner = LineScanner.over(new ByteArrayInputStream(bytes), ROOM)) {
      while (scanner.next()) {
        String shown = scanner.isTooLong() ? " too long, shows " + scanner.copy().length : "";
        lines.add(scanner.offset() + ": " + scanner.length() + shown);
      }
    }
    return lines;
  }

  /** A stream of one byte many times over. */
  private static final class Repeated extends InputStream {
    private final byte value;
    private long left;

    Repeated(char value, long times) {
      this.value = (byte) value;
      this.left = times;
    }

    @Override
    public int read() {
      return left-- > 0 ? value : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      if (left == 0) {
        return -1;
      }
      int read = (int) Math.min(left, length);
      Arrays.fill(target, from, from + read, value);
      left -= read;
      return read;
    }
  }
}
