package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileSourceTest {
  private static final int MAX_BYTES = 10_000;

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GZIP"})
  void aFileThatIsTooLongIsRejectedWithItsLengthAndItsBeginning(Compression compression)
      throws IOException {
    byte[] tooLong = new byte[100_000];
    Arrays.fill(tooLong, (byte) 'x');
    byte[] longest = Arrays.copyOf(tooLong, MAX_BYTES);

    assertThat(read(tooLong, tooLong.length, compression))
        .isEqualTo(
            new Rejected(
                "a",
                0,
                "too long: 100000 bytes, more than input.max-document-bytes=10000",
                Arrays.copyOf(tooLong, 4096)));
    assertThat(read(longest, longest.length, compression)).isEqualTo(new Document("a#0", longest));
  }

  @Test
  void aFileThatHasShrunkFails() {
    assertThatThrownBy(() -> read(new byte[9], 10, Compression.NONE))
        .isInstanceOf(EOFException.class)
        .hasMessage("it ends after 9 of 10 bytes");
  }

  private static CorpusRecord read(byte[] bytes, long length, Compression compression)
      throws IOException {
    FileRange file =
        new FileRange(
            "/in/a", "a", CorpusFormat.TEXT, compression, new FileState(length, 0), 0, length);
    CorpusSpec spec = CorpusSpec.of("/in").withMaxDocumentBytes(MAX_BYTES);
    try (FileSource source = new FileSource(file, new ByteArrayInputStream(bytes), spec)) {
      CorpusRecord record = source.next();
      assertThat(source.next()).isNull();
      return record;
    }
  }
}
