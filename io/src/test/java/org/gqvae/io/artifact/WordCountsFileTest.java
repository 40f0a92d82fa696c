package org.gqvae.io.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountsFileTest {
  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void givesWordsBack() throws IOException {
    List<WordCounts.Entry> words = words(1, 5_000);
    write(path("words.parquet"), words);

    assertThat(readAll("words.parquet")).isEqualTo(words);
  }

  @Test
  void writesTheSameWordsAsTheSameBytes() throws IOException {
    assertThat(write(path("a"), words(2, 1_000)).sha256())
        .isEqualTo(write(path("b"), words(2, 1_000)).sha256());
  }

  @Test
  void readsTheFilesOfADirectoryInOrder() throws IOException {
    write(path("words.parquet/part-00001.parquet"), words(3, 10));
    write(path("words.parquet/part-00000.parquet"), words(4, 10));
    Files.createFile(directory.resolve("words.parquet/_SUCCESS"));

    List<WordCounts.Entry> expected = new ArrayList<>(words(4, 10));
    expected.addAll(words(3, 10));
    assertThat(readAll("words.parquet")).isEqualTo(expected);
  }

  @Test
  void cutsLargeFilesAtEvery64MiB() throws IOException {
    Files.createDirectories(directory.resolve("words.parquet"));
    for (String name : List.of("a.parquet", "b.parquet", "c.txt")) {
      try (RandomAccessFile file =
          new RandomAccessFile(directory.resolve("words.parquet/" + name).toFile(), "rw")) {
        file.setLength(name.startsWith("a") ? 64 << 20 : (64 << 20) + 1);
      }
    }
    long cut = 64 << 20;
    String place = "file:" + directory.resolve("words.parquet");
    assertThat(WordCountsFile.parts(path("words.parquet"), hadoop))
        .containsExactly(
            new WordCountsFile.Part(place + "/a.parquet", 0, cut),
            new WordCountsFile.Part(place + "/b.parquet", 0, cut),
            new WordCountsFile.Part(place + "/b.parquet", cut, 2 * cut));
  }

  @Test
  void givesEachRowGroupToThePartThatItsMiddleLiesIn() throws IOException {
    write(path("a.parquet"), words(5, 100));
    String file = path("a.parquet").toString();
    try (WordCountsFile.Reader beginning =
            WordCountsFile.open(new WordCountsFile.Part(file, 0, 5), hadoop);
        WordCountsFile.Reader rest =
            WordCountsFile.open(new WordCountsFile.Part(file, 5, 1L << 40), hadoop)) {
      assertThat(beginning.next()).isFalse();
      assertThat(rest.next()).isTrue();
    }
  }

  @Test
  void takesWordsOnlyInByteOrderAndCountsOnlyOverZero() throws IOException {
    try (WordCountsFile.Writer writer = WordCountsFile.create(path("a"), hadoop)) {
      writer.write(Word.of("b"), 1);
      assertThatThrownBy(() -> writer.write(Word.of("b"), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("b comes after b, expected distinct words in byte order");
      assertThatThrownBy(() -> writer.write(Word.of("c"), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid count of c: 0, expected >= 1");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesWhatIsNotThereOrNoParquet() throws IOException {
    assertRefused("none", "Missing ");
    assertRefused("", "No .parquet file in ");
    Files.writeString(directory.resolve("a.parquet"), "word\tcount\n");
    assertRefused("a.parquet", "it is no Parquet file or a damaged one");
  }

  @Test
  void refusesOtherColumns() throws IOException {
    writeGroup("required binary word (STRING); required int64 count;", new byte[] {1}, 1);
    assertRefused(
        "a.parquet",
        "its columns are [`required binary word (STRING)`, `required int64 count`], expected"
            + " [`required binary word`, `required int64 count`]");
  }

  @Test
  void refusesWordsAndCountsThatCannotBe() throws IOException {
    String columns = "required binary word; required int64 count;";
    writeGroup(columns, new byte[17], 1);
    assertRefused("a.parquet", "a word has 17 bytes, expected 1 to 16");
    writeGroup(columns, new byte[0], 1);
    assertRefused("a.parquet", "a word has 0 bytes");
    writeGroup(columns, new byte[] {'x'}, 0);
    assertRefused("a.parquet", "the count of x is 0, expected 1 to 17592186044416");
    writeGroup(columns, new byte[] {'x'}, (1L << 44) + 1);
    assertRefused("a.parquet", "the count of x is 17592186044417, expected 1 to 17592186044416");
  }

  private void writeGroup(String columns, byte[] word, long count) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { " + columns + " }");
    Files.deleteIfExists(directory.resolve("a.parquet"));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(path("a.parquet")).withType(schema).build()) {
      Group group = new SimpleGroupFactory(schema).newGroup();
      group.add("word", Binary.fromConstantByteArray(word));
      group.add("count", count);
      writer.write(group);
    }
  }

  private void assertRefused(String name, String problem) {
    assertThatThrownBy(() -> readAll(name))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(problem)
        .hasMessageEndingWith(
            "expected counted words as `gqvae count` writes them: word binary, count int64");
  }

  private AtomicFile.Written write(Path file, List<WordCounts.Entry> words) throws IOException {
    try (WordCountsFile.Writer writer = WordCountsFile.create(file, hadoop)) {
      for (WordCounts.Entry entry : words) {
        writer.write(entry.word(), entry.count());
      }
      return writer.commit();
    }
  }

  private List<WordCounts.Entry> readAll(String name) throws IOException {
    List<WordCounts.Entry> words = new ArrayList<>();
    try (WordCountsFile.Reader reader = WordCountsFile.open(path(name), hadoop)) {
      while (reader.next()) {
        words.add(new WordCounts.Entry(reader.word(), reader.count()));
      }
    }
    return words;
  }

  private static List<WordCounts.Entry> words(long seed, int draws) {
    SplittableRandom random = new SplittableRandom(seed);
    WordCounts counts = new WordCounts();
    for (int i = 0; i < draws; i++) {
      byte[] bytes = new byte[random.nextInt(1, 17)];
      random.nextBytes(bytes);
      counts.add(Word.of(bytes), random.nextLong(1, 1_000_000));
    }
    return counts.sorted();
  }

  private Path path(String name) {
    return new Path(directory.resolve(name).toUri());
  }
}
