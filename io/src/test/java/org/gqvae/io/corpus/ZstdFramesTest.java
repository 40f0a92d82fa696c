package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gqvae.io.corpus.Corpora.compress;
import static org.gqvae.io.corpus.Corpora.concatenate;
import static org.gqvae.io.corpus.Corpora.read;
import static org.gqvae.io.corpus.Corpora.show;
import static org.gqvae.io.corpus.Corpora.utf8;
import static org.gqvae.io.corpus.Corpora.write;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdFramesTest {
  /** A window of 2 GiB: 2 to the power of 10 + 21. */
  private static final String LONGEST = "a8";

  private static final byte[] SKIPPABLE = HexFormat.of().parseHex("5f2a4d1803000000ffffff");

  @TempDir Path directory;

  @Test
  void longWindowsAreRead() {
    Path file =
        write(
            directory.resolve("a.txt.zst"),
            concatenate(frame(LONGEST, "one\n"), frame("88", "two\n"), frame("00", "three")));

    assertThat(show(read(file)))
        .containsExactly("a.txt.zst#0=one", "a.txt.zst#4=two", "a.txt.zst#8=three");
  }

  @Test
  void windowsThatMemoryHasNoRoomForAreRefused() throws IOException {
    long half = 1L << 30;
    assertThat(decompress(frame("a0", "one"), half)).isEqualTo(utf8("one"));
    assertThat(decompress(frame("88", "one"), 0)).isEqualTo(utf8("one")); // 128 MiB always are

    assertThatThrownBy(() -> decompress(concatenate(frame("00", "one"), frame("a1", "two")), half))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot read /in/a.zst: its zstd frame at byte 12 has a window of 1,152 MiB, and a task has 1,024 MiB of memory for it. Compress it again with --long=27, or give tasks more memory beside the heap (spark.executor.memoryOverhead) or fewer cores");
    assertThatThrownBy(() -> decompress(frame("89", "one"), 0))
        .hasMessageContaining("has a window of 144 MiB, and a task has 128 MiB");
    assertThatThrownBy(() -> decompress(frame("a9", "one"), Long.MAX_VALUE))
        .hasMessageContaining("has a window of 2,304 MiB");
  }

  @Test
  void contentThatIsSmallerThanItsWindowTakesItsOwnSizeOfMemory() throws IOException {
    byte[] frame =
        HexFormat.of().parseHex("28b52ffd80" + LONGEST + "03000000" + "190000" + "6f6e65");

    assertThat(decompress(frame, 0)).isEqualTo(utf8("one"));
  }

  @Test
  void tasksHaveMemoryBesideTheHeap() {
    assertThat(ZstdFrames.memoryOfTask()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "0, true, false",
    "1, false, true",
    "300, true, true",
    "70000, false, false",
    "1000000, true, true"
  })
  void whatCompressorsWriteIsReadFrameByFrame(int bytes, boolean checksum, boolean sized)
      throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    Arrays.fill(content, 0, bytes / 2, (byte) 'x'); // also runs
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < 2; i++) {
      frames.writeBytes(SKIPPABLE);
      if (sized) {
        frames.writeBytes(Zstd.compress(content, 3));
      } else {
        try (ZstdOutputStream out = new ZstdOutputStream(frames).setChecksum(checksum)) {
          out.setCloseFrameOnFlush(true);
          out.write(content, 0, bytes / 3);
          out.flush();
          out.write(content, bytes / 3, bytes - bytes / 3);
        }
      }
    }
    frames.writeBytes(SKIPPABLE);

    assertThat(decompress(frames.toByteArray(), 0)).isEqualTo(concatenate(content, content));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 8, 100, 65_000, 99_999})
  void filesThatAreCutAreToldSo(int missing) {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    byte[] frame = compress(content, Compression.ZSTD);
    Path file = write(directory.resolve("a.txt.zst"), Arrays.copyOf(frame, frame.length - missing));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(JobFailedException.class)
        .hasMessage("Cannot read file:%s: it is cut: it ends within its zstd data", file);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 511, 200_000})
  void zerosBehindArePadding(int zeros) {
    Path file =
        write(
            directory.resolve("a.txt.zst"),
            concatenate(compress(utf8("one\ntwo"), Compression.ZSTD), SKIPPABLE, new byte[zeros]));

    assertThat(show(read(file))).containsExactly("a.txt.zst#0=one", "a.txt.zst#4=two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "(\u00b5/", "\u0000\u0000\u0000\u0000x", "garbage behind it"})
  void otherBytesBehindAreDamage(String garbage) {
    byte[] frame = compress(utf8("one\ntwo"), Compression.ZSTD);
    Path file = write(directory.resolve("a.txt.zst"), concatenate(frame, utf8(garbage)));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(JobFailedException.class)
        .hasMessage(
            "Cannot read file:%s: its last %d bytes, behind the end of the zstd data, are no zstd. Cut them off or compress it again",
            file, utf8(garbage).length);
  }

  @Test
  void filesOfSkippableFramesAloneHoldNothing() {
    assertThat(read(write(directory.resolve("a.txt.zst"), SKIPPABLE))).isEmpty();
    Path cut = write(directory.resolve("b.txt.zst"), Arrays.copyOf(SKIPPABLE, 10));
    assertThatThrownBy(() -> read(cut)).hasMessageEndingWith("it ends within its zstd data");
  }

  /** A frame of one raw block, of unknown length. */
  private static byte[] frame(String window, String text) {
    String block = "%02x0000".formatted(1 | text.length() << 3);
    return concatenate(HexFormat.of().parseHex("28b52ffd00" + window + block), utf8(text));
  }

  private static byte[] decompress(byte[] file, long windowBytes) throws IOException {
    try (ZstdInputStream in =
        new ZstdInputStream(
                new ZstdFrames(new ByteArrayInputStream(file), "/in/a.zst", windowBytes))
            .setLongMax(ZstdFrames.MAX_WINDOW_LOG)) {
      return in.readAllBytes();
    }
  }
}
