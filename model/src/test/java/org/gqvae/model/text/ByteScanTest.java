package org.gqvae.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against a search of one byte at a time, on bytes that are often those in question. */
class ByteScanTest {
  private static final byte[] COMMON = {
    '"', '\\', '\n', 0x1F, ' ', '!', '#', 0x7F, (byte) 0x80, 0, -1
  };

  private final Random random = new Random(5);

  @Test
  void findsWhatOneByteAtATimeFinds() {
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = bytes(random.nextInt(40), random.nextInt(30));
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      byte value = COMMON[random.nextInt(COMMON.length)];
      assertThat(ByteScan.nonAscii(bytes, from, to))
          .isEqualTo(expected(from, to, at -> bytes[at] < 0));
      assertThat(ByteScan.indexOf(bytes, from, to, value))
          .isEqualTo(expected(from, to, at -> bytes[at] == value));
      assertThat(ByteScan.indexOfControlOr(bytes, from, to, value, (byte) '\\'))
          .isEqualTo(
              expected(
                  from,
                  to,
                  at ->
                      bytes[at] == value
                          || bytes[at] == '\\'
                          || (bytes[at] >= 0 && bytes[at] < ' ')));
    }
  }

  /** Letters, with one of the common bytes in {@code rarity + 1} of them. */
  private byte[] bytes(int length, int rarity) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] =
          random.nextInt(rarity + 1) == 0
              ? COMMON[random.nextInt(COMMON.length)]
              : (byte) ('a' + random.nextInt(26));
    }
    return bytes;
  }

  private static int expected(int from, int to, IntPredicate wanted) {
    return IntStream.range(from, to).filter(wanted).findFirst().orElse(to);
  }
}
