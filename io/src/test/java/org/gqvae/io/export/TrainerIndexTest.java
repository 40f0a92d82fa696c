package org.gqvae.io.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of files that say where documents are, with documents of more ids than 2^31. */
class TrainerIndexTest {
  private static final int LONG = 1_500_000_000;

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path folder;

  @Test
  void countsMegatronsOffsetsIn64Bits() throws IOException {
    MegatronWriter.writeIndex(path("a.idx"), IdType.UINT16, lengths(LONG, 0, LONG, 3), hadoop);

    ByteBuffer index = bytes("a.idx");
    index.position(18);
    assertThat(List.of(index.getLong(), index.getLong()))
        .as("sequences, ends")
        .containsExactly(3L, 5L);
    assertThat(List.of(index.getInt(), index.getInt(), index.getInt()))
        .containsExactly(LONG, LONG, 3);
    assertThat(longs(index)).containsExactly(0L, 2L * LONG, 4L * LONG, 0L, 1L, 1L, 2L, 3L);
  }

  @Test
  void countsDatatrovesEndsIn64Bits() throws IOException {
    DatatroveWriter.writeIndex(path("a.ds.index"), lengths(LONG, LONG, 3), hadoop);

    assertThat(longs(bytes("a.ds.index"))).containsExactly(LONG, 2L * LONG, 2L * LONG + 3);
  }

  @Test
  void findsMdsSamplesBehindHeadersOfTheirLength() {
    long[] offsets =
        MdsWriter.offsets(lengths(1, 255, 256, 65_535, 65_536), 100, mds(), "shard.00000.mds");

    int header = 4 + 4 * 6 + 100;
    assertThat(offsets[0]).isEqualTo(header);
    assertThat(offsets[1] - offsets[0]).isEqualTo(4 + 2 + 4);
    assertThat(offsets[2] - offsets[1]).isEqualTo(4 + 2 + 4 * 255);
    assertThat(offsets[3] - offsets[2]).isEqualTo(4 + 3 + 4 * 256);
    assertThat(offsets[4] - offsets[3]).isEqualTo(4 + 3 + 4 * 65_535);
    assertThat(offsets[5] - offsets[4]).isEqualTo(4 + 5 + 4 * 65_536);
  }

  @Test
  void refusesAnMdsShardOfMoreThan32Bits() {
    int quarter = 1 << 28;

    assertThat(MdsWriter.offsets(lengths(quarter, quarter, quarter), 100, mds(), "a")).hasSize(4);
    assertThatThrownBy(
            () -> MdsWriter.offsets(lengths(quarter, quarter, quarter, quarter), 100, mds(), "a"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Cannot write a: its documents take 4,294,967,456 bytes")
        .hasMessageContaining("Give a smaller export.shard-bytes.mds");
  }

  @Test
  void writesMdsSamplesAsTheExampleOfTheFormat() throws IOException {
    DocumentLengths lengths = lengths(2048);
    try (MdsWriter writer =
        MdsWriter.create(path("."), "shard.00000.mds", mds(), lengths, hadoop)) {
      writer.write(new int[2048], 0, 2048);
      writer.endDocument();
      writer.commit();
    }

    ByteBuffer shard = bytes("shard.00000.mds");
    shard.position(shard.limit() - 4 - 3 - 8192);
    assertThat(shard.getInt()).isEqualTo(3 + 8192);
    byte[] head = new byte[3];
    shard.get(head);
    assertThat(head).containsExactly(0x05, 0x00, 0x08);
  }

  @Test
  void refusesMegatronAFileWithoutIds() throws IOException {
    try (MegatronWriter writer =
        new MegatronWriter(path("."), "train-00003.bin", layout(TrainerFormat.MEGATRON), hadoop)) {
      writer.endDocument();

      assertThatThrownBy(writer::commit)
          .isInstanceOf(JobFailedException.class)
          .hasMessage(
              "Cannot write train-00003.bin: its 1 documents have no ids. Give a larger"
                  + " export.shard-bytes.megatron");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void writesMoreIdsThanABufferHolds() throws IOException {
    int[] ids = new int[3_000_001];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i % 300;
    }
    try (TokenStreamWriter writer =
        TokenStreamWriter.withoutHeader(
            path("."), "train.bin", layout(TrainerFormat.NANOGPT), hadoop)) {
      writer.write(ids, 1, ids.length);
      assertThat(writer.commit().get(0).tokens()).isEqualTo(3_000_000);
    }

    ByteBuffer bin = bytes("train.bin");
    for (int i = 1; i < ids.length; i++) {
      if (bin.getShort() != ids[i]) {
        throw new AssertionError("Another id at " + i);
      }
    }
    assertThat(bin.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00 T",
    "7, 7.00 T",
    "999, 999 T",
    "1000, 1.00 kT",
    "12345, 12.3 kT",
    "1500000000, 1.50 GT",
    "2000000000000000, 2000 TT",
  })
  void tellsDatatrovesTokensForPeople(long tokens, String told) {
    assertThat(DatatroveWriter.forPeople(tokens)).isEqualTo(told);
  }

  private static ExportLayout mds() {
    return layout(TrainerFormat.MDS);
  }

  private static ExportLayout layout(TrainerFormat format) {
    return ExportLayout.of(format, 300, 298, 1_000, "f".repeat(64));
  }

  private static DocumentLengths lengths(int... documents) {
    DocumentLengths lengths = new DocumentLengths();
    for (int length : documents) {
      lengths.write(new int[0], 0, length);
      lengths.endDocument();
    }
    return lengths;
  }

  private static long[] longs(ByteBuffer buffer) {
    long[] longs = new long[buffer.remaining() / Long.BYTES];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = buffer.getLong();
    }
    return longs;
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).normalize().toString());
  }

  private ByteBuffer bytes(String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
  }
}
