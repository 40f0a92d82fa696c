package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gqvae.io.corpus.Corpora.HADOOP;
import static org.gqvae.io.corpus.Corpora.read;
import static org.gqvae.io.corpus.Corpora.show;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.gqvae.io.story.StoryGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorpusWriterTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(
      value = CorpusFormat.class,
      names = {"JSONL", "PARQUET"})
  void whatIsWrittenIsReadAgain(CorpusFormat format) {
    List<Document> documents = new ArrayList<>();
    documents.add(new Document("\"quoted\"\u2028", Corpora.utf8("\u0000\n\r\t\\\"é😀")));
    documents.add(new Document("empty", new byte[0]));
    new StoryGenerator(1).documents(50_000).forEachRemaining(documents::add);

    CorpusWriter.Written written = writer(format, 10_000).write(documents.iterator(), HADOOP);

    assertThat(written.documents()).isEqualTo(documents.size());
    assertThat(written.files()).isEqualTo(5);
    assertThat(read(directory)).isEqualTo(documents);
  }

  @Test
  void textHasADocumentALine() {
    writer(CorpusFormat.TEXT, 1_000).write(documents("a\n\nb", "", "c\r\n", "\n"), HADOOP);

    assertThat(show(read(directory)))
        .containsExactly(
            "part-00000.txt#0=a b",
            "part-00000.txt#4=",
            "part-00000.txt#5=c\r ",
            "part-00000.txt#9= ");
  }

  @Test
  void jsonHoldsBytesThatAreNoUtf8AsBase64() throws IOException {
    byte[] bytes = {(byte) 0xFF, 'a'};

    writer(CorpusFormat.JSONL, 1_000).write(List.of(new Document("x", bytes)).iterator(), HADOOP);

    assertThat(directory.resolve("part-00000.jsonl"))
        .hasContent("{\"id\":\"x\",\"bytes_base64\":\"/2E=\"}\n");
  }

  @ParameterizedTest
  @EnumSource(CorpusFormat.class)
  void filesRollOverOnceTheyHoldTheirBytesAndHaveNoOthersBeside(CorpusFormat format)
      throws IOException {
    CorpusWriter writer = new CorpusWriter(directory.toString(), format, 4, 7);

    CorpusWriter.Written written = writer.write(documents("12", "34", "56789", "0"), HADOOP);

    assertThat(written).isEqualTo(new CorpusWriter.Written(3, 4, 10));
    String extension = format.extension();
    assertThat(names())
        .containsExactly(
            "part-00007." + extension, "part-00008." + extension, "part-00009." + extension);
  }

  @ParameterizedTest
  @EnumSource(CorpusFormat.class)
  void theSameDocumentsGiveTheSameBytes(CorpusFormat format) {
    Path again = directory.resolve("again");
    writer(format, 100_000).write(new StoryGenerator(3).documents(90_000), HADOOP);
    new CorpusWriter(again.toString(), format, 100_000, 0)
        .write(new StoryGenerator(3).documents(90_000), HADOOP);

    String name = "part-00000." + format.extension();
    assertThat(again.resolve(name)).hasSameBinaryContentAs(directory.resolve(name));
  }

  @ParameterizedTest
  @EnumSource(CorpusFormat.class)
  void aFailureLeavesNoUnfinishedFile(CorpusFormat format) throws IOException {
    Iterator<Document> failing =
        Stream.iterate(0, i -> i + 1)
            .map(
                i -> {
                  if (i == 3) {
                    throw new IllegalStateException("no more");
                  }
                  return new Document("d" + i, Corpora.utf8("text"));
                })
            .iterator();

    assertThatThrownBy(() -> writer(format, 8).write(failing, HADOOP))
        .isInstanceOf(IllegalStateException.class);
    assertThat(names()).containsExactly("part-00000." + format.extension());
  }

  private CorpusWriter writer(CorpusFormat format, long maxFileBytes) {
    return new CorpusWriter(directory.toString(), format, maxFileBytes, 0);
  }

  private static Iterator<Document> documents(String... texts) {
    return Stream.of(texts).map(text -> new Document("id", Corpora.utf8(text))).iterator();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
