package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gqvae.io.corpus.Corpora.HADOOP;
import static org.gqvae.io.corpus.Corpora.compress;
import static org.gqvae.io.corpus.Corpora.read;
import static org.gqvae.io.corpus.Corpora.show;
import static org.gqvae.io.corpus.Corpora.utf8;
import static org.gqvae.io.corpus.Corpora.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextCorpusTest {
  @TempDir Path directory;

  @Test
  void aLineIsADocumentNamedByItsByteOffset() {
    Path file = write(directory.resolve("a.txt"), "é\n\nlast");

    assertThat(show(read(file))).containsExactly("a.txt#0=é", "a.txt#3=", "a.txt#4=last");
  }

  @Test
  void carriageReturnsAndByteOrderMarksStay() {
    Path file = write(directory.resolve("a.txt"), "\uFEFFa\r\n\r\nb\r");

    assertThat(show(read(file))).containsExactly("a.txt#0=\uFEFFa\r", "a.txt#6=\r", "a.txt#8=b\r");
  }

  @ParameterizedTest
  @EnumSource
  void linesEndAtEitherEndAndBeginBehindTheMarkWhereThatIsAskedFor(Compression compression) {
    String name = "a.txt" + Corpora.extension(compression);
    Path file =
        write(
            directory.resolve(name),
            compress(utf8("\uFEFFa\r\n\r\n\r\r\nb\rc\n\uFEFF\n\r"), compression));
    CorpusSpec spec = CorpusSpec.of(file.toString()).withTextContent(TextContent.LINES);

    for (CorpusSpec cut : List.of(spec, spec.withSplitBytes(1), spec.withSplitBytes(3))) {
      assertThat(show(read(cut)))
          .containsExactly(
              name + "#0=a",
              name + "#6=",
              name + "#8=\r",
              name + "#11=b\rc",
              name + "#15=\uFEFF",
              name + "#19=\r");
    }
    assertThat(show(read(spec.withDocuments(DocumentMode.FILE))))
        .containsExactly(name + "#0=a\n\n\r\nb\rc\n\uFEFF\n\r");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "'\uFEFF', 0",
    "'\uFEFF\n', 1",
    "'\uFEFF\r\n', 1",
    "'\uFEFF\r', 1",
    "'\n', 1"
  })
  void aMarkAloneIsNoLine(String text, int lines) {
    Path file = write(directory.resolve("a.txt"), text);
    CorpusSpec spec = CorpusSpec.of(file.toString()).withTextContent(TextContent.LINES);

    assertThat(read(spec)).hasSize(lines);
    assertThat(read(spec.withDocuments(DocumentMode.FILE))).hasSize(1);
  }

  @Test
  void linesOfJsonAreTakenAsTheyAre() {
    Path file = write(directory.resolve("a.jsonl"), "{\"text\":\"\uFEFFa\\r\\n\"}\r\n");
    CorpusSpec spec = CorpusSpec.of(file.toString()).withTextContent(TextContent.LINES);

    assertThat(show(read(spec))).containsExactly("a.jsonl#0=\uFEFFa\r\n");
  }

  @Test
  void bytesThatAreNoUtf8StayAsTheyAre() {
    byte[] bytes = {(byte) 0xFF, 0, (byte) 0xC0, '\n', (byte) 0x80};
    Path file = write(directory.resolve("a.txt"), bytes);

    assertThat(read(file))
        .containsExactly(
            new Document("a.txt#0", Arrays.copyOf(bytes, 3)),
            new Document("a.txt#4", new byte[] {(byte) 0x80}));
  }

  @Test
  void anEmptyFileHasNoLine() {
    assertThat(read(write(directory.resolve("a.txt"), ""))).isEmpty();
  }

  @Test
  void namesALinkToNothing() throws IOException {
    write(directory.resolve("in/a.txt"), "a");
    Files.createSymbolicLink(directory.resolve("in/b.txt"), directory.resolve("missing"));
    assertThatThrownBy(() -> read(directory.resolve("in")))
        .isInstanceOf(JobFailedException.class)
        .hasMessageEndingWith("in/b.txt: it is a link to nothing. Mend or remove it");
  }

  @Test
  void aFileCanBeADocumentWhateverItsExtension() {
    write(directory.resolve("in/b.bin"), new byte[] {1, '\n', 2});
    write(directory.resolve("in/a.jsonl"), "{}\n");
    write(directory.resolve("in/c"), "");
    write(
        directory.resolve("in/d.txt.gz"), Corpora.compress(Corpora.utf8("x\ny"), Compression.GZIP));
    CorpusSpec spec =
        CorpusSpec.of(directory.resolve("in").toString())
            .withDocuments(DocumentMode.FILE)
            .withSplitBytes(1);

    assertThat(show(read(spec)))
        .containsExactly("a.jsonl#0={}\n", "b.bin#0=\u0001\n\u0002", "c#0=", "d.txt.gz#0=x\ny");
  }

  @ParameterizedTest
  @EnumSource
  void concatenatedMembersAreOneStream(Compression compression) {
    byte[] first = Corpora.utf8("one\ntw");
    byte[] second = Corpora.utf8("o\nthree");
    byte[] bytes =
        Corpora.concatenate(
            Corpora.compress(first, compression), Corpora.compress(second, compression));
    String name = "a.txt" + Corpora.extension(compression);
    Path file = write(directory.resolve(name), bytes);

    assertThat(show(read(CorpusSpec.of(file.toString()).withSplitBytes(2))))
        .containsExactly(name + "#0=one", name + "#4=two", name + "#8=three");
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aCutCompressedFileFailsAndIsNamed(Compression compression) {
    byte[] text = Corpora.utf8("some text\n".repeat(1000));
    byte[] bytes = Corpora.compress(text, compression);
    write(directory.resolve("in/a.txt"), "fine\n");
    String name = "b.txt" + Corpora.extension(compression);
    write(directory.resolve("in/" + name), Arrays.copyOf(bytes, bytes.length - 3));

    assertThatThrownBy(() -> read(directory.resolve("in")))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith("Cannot read file:")
        .hasMessageContaining("in/" + name);
  }

  @Test
  void filesComeInByteOrderOfTheirRelativePaths() {
    write(directory.resolve("in/b.txt"), "1\n");
    write(directory.resolve("in/a/z.txt"), "2\n");
    write(directory.resolve("in/a-b.txt"), "3\n");
    write(directory.resolve("in/Z.TXT"), "4\n");
    write(directory.resolve("in/é.txt"), "5\n");

    assertThat(show(read(directory.resolve("in"))))
        .containsExactly("Z.TXT#0=4", "a-b.txt#0=3", "a/z.txt#0=2", "b.txt#0=1", "é.txt#0=5");
  }

  @Test
  void hiddenNamesAreSkippedAtEveryLevelBelowTheInput() {
    write(directory.resolve("_in/a.txt"), "1\n");
    write(directory.resolve("_in/_SUCCESS"), "");
    write(directory.resolve("_in/.a.txt.crc"), "x");
    write(directory.resolve("_in/deep/_temporary/0/b.txt"), "2\n");
    write(directory.resolve("_in/deep/c.txt"), "3\n");

    assertThat(show(read(directory.resolve("_in")))).containsExactly("a.txt#0=1", "deep/c.txt#0=3");
    assertThat(show(read(directory.resolve("_in/*"))))
        .containsExactly("a.txt#0=1", "deep/c.txt#0=3");
  }

  @Test
  void aGlobNamesFilesRelativeToItsLastPlainDirectory() {
    write(directory.resolve("in/x/a.txt"), "1\n");
    write(directory.resolve("in/y/a.txt"), "2\n");
    write(directory.resolve("in/y/b.jsonl"), "{}\n");

    assertThat(show(read(directory.resolve("in/*/*.txt"))))
        .containsExactly("x/a.txt#0=1", "y/a.txt#0=2");
  }

  @Test
  void aNameWithAWildcardIsAFileBeforeItIsAPattern() {
    write(directory.resolve("in/a[1].txt"), "1\n");
    write(directory.resolve("in/a1.txt"), "2\n");

    assertThat(show(read(directory.resolve("in/a[1].txt")))).containsExactly("a[1].txt#0=1");
  }

  @Test
  void namesMayHoldAnyCharacter() {
    write(directory.resolve("in/a b%20#c?.txt"), "1\n");
    write(directory.resolve("in/x:y/*.txt"), "2\n");

    assertThat(show(read(directory.resolve("in"))))
        .containsExactly("a b%20#c?.txt#0=1", "x:y/*.txt#0=2");
  }

  @Test
  void aDirectoryWithoutFilesHasNoSplits() {
    write(directory.resolve("in/_SUCCESS"), "");

    assertThat(
            CorpusReader.plan(CorpusSpec.of(directory.resolve("in").toString()), HADOOP).splits())
        .isEmpty();
  }

  @Test
  void aMissingInputIsWrongUsage() {
    assertThatThrownBy(() -> read(directory.resolve("absent.txt")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("absent.txt");
    assertThatThrownBy(() -> read(directory.resolve("*.txt")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("*.txt");
  }

  @Test
  void allFilesOfUnknownFormatAreNamedWithTheRemedy() {
    write(directory.resolve("in/README"), "");
    write(directory.resolve("in/a.csv.gz"), "");
    write(directory.resolve("in/b.txt"), "");

    assertThatThrownBy(() -> read(directory.resolve("in")))
        .isInstanceOfSatisfying(UsageException.class, e -> assertThat(e.problems()).hasSize(2))
        .hasMessageContaining("in/README")
        .hasMessageContaining("in/a.csv.gz")
        .hasMessageContaining("--input-format");
  }

  @Test
  void aForcedFormatNeedsNoExtension() {
    Path file = write(directory.resolve("README"), "1\n2");

    assertThat(show(read(CorpusSpec.of(file.toString()).withFormat(CorpusFormat.TEXT))))
        .containsExactly("README#0=1", "README#2=2");
  }

  @Test
  void plainTextHasNoColumnsToKeep() {
    Path file = write(directory.resolve("a.txt"), "1\n");

    assertThatThrownBy(() -> read(CorpusSpec.of(file.toString()).withKeptColumns(List.of("url"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("keep-columns: url");
  }
}
