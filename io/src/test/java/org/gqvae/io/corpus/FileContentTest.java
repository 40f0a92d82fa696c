package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gqvae.io.corpus.Corpora.HADOOP;
import static org.gqvae.io.corpus.Corpora.compress;
import static org.gqvae.io.corpus.Corpora.concatenate;
import static org.gqvae.io.corpus.Corpora.read;
import static org.gqvae.io.corpus.Corpora.show;
import static org.gqvae.io.corpus.Corpora.utf8;
import static org.gqvae.io.corpus.Corpora.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileContentTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "1f8b0800000000000003, gzip, Let its name end in .gz",
    "425a6839314159265359, bzip2, Let its name end in .bz2",
    "425a683917724538509000000000, bzip2, Let its name end in .bz2",
    "28b52ffd2400010000, zstd, Let its name end in .zst",
    "5d2a4d1804000000, zstd, Let its name end in .zst",
    "fd377a585a000004e6d6b446, xz, Decompress it first",
    "504b0304140000000800, zip, Decompress it first",
    "504b0506000000000000, zip, Decompress it first",
    "04224d186440a7, lz4, Decompress it first",
    "377abcaf271c0004, 7z, Decompress it first",
    "fffe680069000a00, UTF-16, Convert it to UTF-8",
    "feff00680069000a, UTF-16, Convert it to UTF-8",
    "504152311504, Parquet, Read it as Parquet: let its name end in .parquet"
  })
  void filesThatBeginAsOtherKindsDoAreNoText(String hex, String kind, String remedy) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    for (String name : new String[] {"a.txt", "a.jsonl", "a.json"}) {
      Path file = write(directory.resolve(name), bytes);

      assertThatThrownBy(() -> CorpusReader.plan(CorpusSpec.of(file.toString()), HADOOP))
          .isInstanceOf(UsageException.class)
          .hasMessage(
              "Cannot read file:%s as text: it begins as %s does. %s, or set input.compressed-as-text=read to take its bytes as they are",
              file, kind, remedy);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void whatCompressorsWriteIsKnownByItsBeginning(Compression compression) {
    for (String text : new String[] {"", "some text\n", "x".repeat(100_000)}) {
      assertThat(Signature.of(compress(utf8(text), compression)))
          .isEqualTo(compression.signature())
          .isPresent();
    }
  }

  @Test
  void parquetIsKnownByItsBeginning() throws IOException {
    new CorpusWriter(directory.toString(), CorpusFormat.PARQUET, 1 << 20, 0)
        .write(List.of(new Document("a", utf8("text"))).iterator(), HADOOP);
    try (Stream<Path> files = Files.list(directory)) {
      Path file = files.filter(name -> name.toString().endsWith(".parquet")).findAny().get();
      assertThat(Signature.of(Files.readAllBytes(file))).contains(Signature.PARQUET);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK", "PAR1S\n", "BZh9 is bzip2", "7z", "\u001f\n", "(µ/\n", "P*M\n"})
  void textThatBeginsSimilarlyIsText(String text) {
    assertThat(Signature.of(utf8(text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "fffe680069000a00, UTF-16, Convert it to UTF-8",
    "1f8b0800000000000003, gzip, Decompress it first",
    "504152311504, Parquet, Decompress it first"
  })
  void whatIsCompressedIsLookedAtToo(String hex, String kind, String remedy) {
    byte[] content = HexFormat.of().parseHex(hex);
    for (String name : new String[] {"a.txt.gz", "a.jsonl.bz2", "a.json.zst"}) {
      Path file = write(directory.resolve(name), compress(content, Compression.ofFileName(name)));
      CorpusSpec spec = CorpusSpec.of(file.toString());

      assertThatThrownBy(() -> CorpusReader.plan(spec, HADOOP))
          .isInstanceOf(UsageException.class)
          .hasMessage(
              "Cannot read file:%s as text: its content begins as %s does. %s, or set input.compressed-as-text=read to take its bytes as they are",
              file, kind, remedy);
      assertThat(
              read(spec.withFormat(CorpusFormat.TEXT).withCompressedAsText(CompressedAsText.READ)))
          .isNotEmpty();
    }
  }

  @Test
  void laterFilesAreLookedAtWhenTheyAreRead() {
    write(directory.resolve("in/a.txt"), "fine\n");
    Path second = write(directory.resolve("in/b.txt"), compress(utf8("x\n"), Compression.ZSTD));

    assertThatThrownBy(() -> read(directory.resolve("in")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Cannot read file:" + second + " as text: it begins as zstd does");
  }

  @Test
  void bytesAreTakenAsTheyAreWhereThatIsAskedFor() {
    byte[] gzip = {0x1f, (byte) 0x8b, 8, '\n', 'x'};
    write(directory.resolve("in/a.txt"), gzip);
    write(directory.resolve("in/b.txt.xz"), "no xz\n");
    CorpusSpec spec =
        CorpusSpec.of(directory.resolve("in").toString())
            .withFormat(CorpusFormat.TEXT)
            .withCompressedAsText(CompressedAsText.READ);

    assertThat(read(spec))
        .containsExactly(
            new Document("a.txt#0", new byte[] {0x1f, (byte) 0x8b, 8}),
            new Document("a.txt#4", utf8("x")),
            new Document("b.txt.xz#0", utf8("no xz")));
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt.gz, plain text is no gzip, 'gzip, but it begins as no file of a known compression'",
    "a.txt.bz2, plain text is no bzip2, 'bzip2, but it begins as no file of a known compression'",
    "a.txt.zst, plain text is no zstd, 'zstd, but it begins as no file of a known compression'",
    "a.txt.gz, PK\u0003\u0004 zip archive, 'gzip, but it begins as zip'"
  })
  void namesOfACompressionThatIsNotThereAreWrong(String name, String text, String problem) {
    Path file = write(directory.resolve(name), text);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot read file:%s: its name is that of %s does. Correct its name", file, problem);
  }

  @ParameterizedTest
  @CsvSource({"gzip, GZIP", "bzip2, BZIP2", "zstd, ZSTD", "GZ, GZIP"})
  void compressionsHaveSeveralEndings(String ending, Compression compression) {
    byte[] bytes = compress(utf8("one\n"), compression);
    Path file = write(directory.resolve("a.txt." + ending), bytes);

    assertThat(show(read(file))).containsExactly("a.txt." + ending + "#0=one");
  }

  @ParameterizedTest
  @EnumSource
  void emptyFilesHoldNoDocuments(Compression compression) {
    Path file = write(directory.resolve("a.txt" + Corpora.extension(compression)), "");

    assertThat(read(file)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GZIP, gz, gzip", "BZIP2, bz2, bzip2"})
  void membersAreOneFileHoweverEmptySomeAre(Compression compression, String ending) {
    byte[] empty = compress(new byte[0], compression);
    Path file =
        write(
            directory.resolve("a.txt." + ending),
            concatenate(
                compress(utf8("one\nt"), compression),
                empty,
                compress(utf8("wo\n"), compression),
                empty));

    assertThat(show(read(file)))
        .containsExactly("a.txt." + ending + "#0=one", "a.txt." + ending + "#4=two");
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP, gz, gzip, 3",
    "GZIP, gz, gzip, 5",
    "GZIP, gz, gzip, 15",
    "GZIP, gz, gzip, 200",
    "GZIP, gz, gzip, 1000",
    "BZIP2, bz2, bzip2, 3",
    "BZIP2, bz2, bzip2, 4",
    "BZIP2, bz2, bzip2, 9",
    "BZIP2, bz2, bzip2, 10",
    "BZIP2, bz2, bzip2, 200",
    "BZIP2, bz2, bzip2, 1000"
  })
  void whatIsCutInALaterMemberIsToldSo(
      Compression compression, String ending, String kind, int bytesOfIt) {
    byte[] first = compress(utf8("one\n"), compression);
    byte[] second = new byte[2_000];
    new Random(1).nextBytes(second);
    byte[] cut = Arrays.copyOf(compress(second, compression), bytesOfIt);
    Path file = write(directory.resolve("a.txt." + ending), concatenate(first, cut));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(JobFailedException.class)
        .hasMessage("Cannot read file:%s: it is cut: it ends within its %s data", file, kind);
  }

  @ParameterizedTest
  @CsvSource({"GZIP, gz, gzip", "BZIP2, bz2, bzip2"})
  void whatIsCutAnywhereIsNeverTakenForWhole(Compression compression, String ending, String kind) {
    byte[] whole = compress(utf8("one\ntwo\nthree\n"), compression);
    for (int bytes = 1; bytes < whole.length; bytes++) {
      Path file = write(directory.resolve("a.txt." + ending), Arrays.copyOf(whole, bytes));

      assertThatThrownBy(() -> read(file))
          .as("%d of %d bytes", bytes, whole.length)
          .isInstanceOf(JobFailedException.class)
          .hasMessage("Cannot read file:%s: it is cut: it ends within its %s data", file, kind);
    }
  }

  @ParameterizedTest
  @CsvSource({"GZIP, gz", "BZIP2, bz2"})
  void zerosBehindMembersArePadding(Compression compression, String ending) {
    byte[] bytes = compress(utf8("one\ntwo"), compression);
    for (int zeros : new int[] {1, 2, 511, 200_000}) {
      Path file = write(directory.resolve("a.txt." + ending), concatenate(bytes, new byte[zeros]));

      assertThat(show(read(file)))
          .containsExactly("a.txt." + ending + "#0=one", "a.txt." + ending + "#4=two");
    }
  }

  @ParameterizedTest
  @CsvSource({"GZIP, gz, gzip", "BZIP2, bz2, bzip2"})
  void otherBytesBehindMembersAreDamage(Compression compression, String ending, String kind) {
    byte[] bytes = compress(utf8("one\ntwo"), compression);
    for (String garbage :
        List.of("x", "\u001f", "\u001fx", "BZ", "\u0000\u0000x", "garbage behind it")) {
      Path file = write(directory.resolve("a.txt." + ending), concatenate(bytes, utf8(garbage)));

      assertThatThrownBy(() -> read(file))
          .isInstanceOf(JobFailedException.class)
          .hasMessage(
              "Cannot read file:%s: its last %d bytes, behind the end of the %s data, are no %s. Cut them off or compress it again",
              file, garbage.length(), kind, kind);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xz", "zip", "lz4", "7z", "ZIP"})
  void compressionsThatAreNotReadAreRefusedByTheirEndings(String ending) {
    Path file = write(directory.resolve("a.txt." + ending), "anything");
    CorpusSpec spec = CorpusSpec.of(file.toString());
    String problem =
        "File compressed by %s: file:%s. Decompress it first"
            .formatted(ending.toLowerCase(Locale.ROOT), file);

    for (CorpusSpec asked : List.of(spec, spec.withFormat(CorpusFormat.TEXT))) {
      assertThatThrownBy(() -> CorpusReader.plan(asked, HADOOP))
          .isInstanceOf(UsageException.class)
          .hasMessage(problem);
    }
  }
}
