package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gqvae.io.corpus.Corpora.HADOOP;
import static org.gqvae.io.corpus.Corpora.read;
import static org.gqvae.io.corpus.Corpora.write;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitsTest {
  @TempDir Path directory;
  private CorpusSpec spec;

  @BeforeEach
  void writeCorpus() {
    spec = CorpusSpec.of(directory.resolve("in").toString());
    write(
        directory.resolve("in/a.txt"), "seven67\nsix456\n\n\r\n" + "long ".repeat(100) + "\r\nend");
    write(directory.resolve("in/b.txt"), "");
    write(directory.resolve("in/c.txt"), "\n\n\n");
    write(
        directory.resolve("in/d.txt.gz"),
        Corpora.compress(Corpora.utf8("in a\ngzip\nfile"), Compression.GZIP));
    write(
        directory.resolve("in/e.jsonl"),
        "\uFEFF{\"id\":1,\"text\":\"x\"}\r\n\n   \n{bad\n{\"text\":\"y\"}\n\uFEFF{\"text\":\"z\"}");
    Random random = new Random(3);
    String lines =
        random
            .ints(200, 0, 40)
            .mapToObj(length -> "r".repeat(length) + (length % 5 == 0 ? "\r\n" : "\n"))
            .collect(Collectors.joining());
    write(directory.resolve("in/f/g.txt"), lines);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7, 8, 15, 16, 64, 100, 509, 1000, 4096})
  void whateverTheirSizeTheRecordsAreTheSameInTheSameOrder(long splitBytes) {
    List<CorpusRecord> whole = read(spec);

    assertThat(whole).hasSizeGreaterThan(200);
    assertThat(read(spec.withSplitBytes(splitBytes))).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 100, 4096})
  void theyCoverEachByteOnceAndOnlyUncutFilesExceedTheirSize(long splitBytes) {
    List<Split> splits = CorpusReader.plan(spec.withSplitBytes(splitBytes), HADOOP).splits();

    assertThat(splits.stream().mapToLong(Split::bytes).sum())
        .isEqualTo(CorpusFingerprint.of(spec, HADOOP).bytes());
    for (Split split : splits) {
      assertThat(split.index()).isEqualTo(splits.indexOf(split));
      boolean uncut =
          split.files().size() == 1 && split.files().get(0).compression() != Compression.NONE;
      assertThat(uncut || split.bytes() <= splitBytes).as(split.toString()).isTrue();
    }
  }

  @Test
  void smallFilesShareASplit() {
    assertThat(CorpusReader.plan(spec, HADOOP).splits())
        .singleElement()
        .satisfies(
            split ->
                assertThat(split.files())
                    .extracting(FileRange::name)
                    .containsExactly("a.txt", "b.txt", "c.txt", "d.txt.gz", "e.jsonl", "f/g.txt"));
  }

  @Test
  void theyTravelWithTheirSpec() throws IOException, ClassNotFoundException {
    Split split = CorpusReader.plan(spec, HADOOP).splits().get(0);
    CorpusSpec kept = spec.withKeptColumns(List.of("url")).withFormat(CorpusFormat.JSONL);

    assertThat(throughSerialization(split)).isEqualTo(split);
    assertThat(throughSerialization(kept)).isEqualTo(kept);
  }

  private static Object throughSerialization(Object sent)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void aSplitReadAgainGivesTheSame() {
    List<Split> splits = CorpusReader.plan(spec.withSplitBytes(500), HADOOP).splits();
    Split second = splits.get(1);

    try (CorpusReader once = CorpusReader.open(second, spec, HADOOP);
        CorpusReader again = CorpusReader.open(second, spec, HADOOP)) {
      assertThat(once).hasNext();
      assertThat(again).toIterable().containsExactlyElementsOf(() -> once);
    }
  }

  @Test
  void piecesOfASmallCorpusAreAllOfIt() {
    CorpusPlan plan = CorpusReader.plan(spec.withSplitBytes(2_000), HADOOP);
    List<Split> pieces = plan.pieces(1_000, 300, HADOOP);

    assertThat(pieces).hasSizeGreaterThan(plan.splits().size());
    assertThat(Corpora.read(pieces, spec)).isEqualTo(read(spec));
  }

  @Test
  void piecesOfALargeCorpusAreSpreadOverIt() {
    CorpusPlan plan = CorpusReader.plan(spec.withSplitBytes(200), HADOOP);
    List<Split> pieces = plan.pieces(3, 50, HADOOP);

    assertThat(plan.splits()).hasSizeGreaterThan(20);
    assertThat(pieces).hasSize(3).allMatch(piece -> piece.bytes() <= 50);
    assertThat(pieces.get(0).files().get(0).start()).isZero();
    assertThat(pieces.get(0).files().get(0).name()).isEqualTo("a.txt");
    assertThat(pieces.get(2).files().get(0).name()).isEqualTo("f/g.txt");
  }

  @Test
  void tenTerabytesAreCutByArithmetic() throws IOException {
    long bytes = 10_000_000_000_000L;
    Path huge = directory.resolve("huge.txt");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(bytes); // takes no room on disk
    }

    CorpusPlan plan = CorpusReader.plan(CorpusSpec.of(huge.toString()), HADOOP);

    assertThat(plan.bytes()).isEqualTo(bytes);
    assertThat(plan.splits()).hasSize(149_012).last().extracting(Split::index).isEqualTo(149_011);
    assertThat(plan.pieces(8, 1 << 20, HADOOP))
        .hasSize(8)
        .allMatch(piece -> piece.bytes() == 1 << 20)
        .last()
        .satisfies(piece -> assertThat(piece.files().get(0).start()).isGreaterThan(bytes / 8 * 6));
  }
}
