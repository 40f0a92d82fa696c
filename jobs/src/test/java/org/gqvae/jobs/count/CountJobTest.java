package org.gqvae.jobs.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountJobTest {
  @TempDir Path folder;

  @Test
  void countsWhatASingleReaderCounts() throws IOException {
    WordCounts expected = writeCorpus(400);
    CountSummary summary = count(LocalSpark.session(), "out");
    assertThat(summary.documents()).isEqualTo(400);
    assertThat(summary.words()).isEqualTo(expected.totalWords());
    assertThat(summary.distinctWords()).isEqualTo(expected.distinctWords());
    assertThat(read(folder.resolve("out/words.parquet")).sorted()).isEqualTo(expected.sorted());
  }

  @Test
  void cutsByThePreTokenizerThatIsSetAndSaysWhich() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/a.txt"), "DON'T 12345");
    CountSummary summary = count(LocalSpark.session(), "out", "tokenizer.pre-tokenizer=cl100k");
    assertThat(summary.words()).isEqualTo(5); // DON|'T| |123|45
    assertThat(read(folder.resolve("out/words.parquet")).sorted())
        .extracting(WordCounts.Entry::word)
        .containsExactly(
            Word.of(" "), Word.of("'T"), Word.of("123"), Word.of("45"), Word.of("DON"));
    assertThat(Files.readString(folder.resolve("out/summary.json")))
        .containsPattern("\"unicode_version\" ?: \"17.0.0\"")
        .containsPattern("\"pre_tokenizer\" ?: \"cl100k\"");
  }

  @Test
  void writesTheSameBytesOnOneCoreAndOnFour() throws IOException {
    writeCorpus(300);
    count(LocalSpark.session("local[1]"), "one");
    count(LocalSpark.session("local[4]"), "four");
    assertThat(FileTree.digests(folder.resolve("four"), name -> true))
        .isEqualTo(FileTree.digests(folder.resolve("one"), name -> true))
        .containsKeys("summary.json", "words.parquet/part-00000.parquet");
  }

  @Test
  void countsTheSameWhereTasksHaveSeveralSplits() throws IOException {
    writeCorpus(900);
    CountSummary several = count(LocalSpark.session(), "several", "input.split-bytes=20");
    CountSummary one = count(LocalSpark.session(), "one");
    assertThat(several).isEqualTo(one);
    assertThat(FileTree.digests(folder.resolve("several"), name -> true))
        .isEqualTo(FileTree.digests(folder.resolve("one"), name -> true));
  }

  @Test
  void tellsRejectedRecordsAndCountsTheOthers() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(
        folder.resolve("in/a.jsonl"),
        "{\"text\":\"one two\"}\n{\"text\":null}\n{\"text\":\"two\"}\n");
    CountSummary summary = count(LocalSpark.session(), "out");
    assertThat(summary.documents()).isEqualTo(2);
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(summary.rejections().reasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.count()).isEqualTo(1);
              assertThat(reason.first()).isEqualTo("a.jsonl#19");
            });
  }

  @Test
  void failsWhereThereIsNoText() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/a.txt"), "\n\n");
    assertThatThrownBy(() -> count(LocalSpark.session(), "out"))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("There is no text in " + folder.resolve("in"));
    assertThat(folder.resolve("out/summary.json")).doesNotExist();
  }

  @Test
  void spreadsWordsEvenlyOverFiles() {
    int[] sizes = new int[8];
    WordFiles files = new WordFiles(sizes.length);
    for (int i = 0; i < 8000; i++) {
      byte[] bytes = ("word" + i).getBytes(StandardCharsets.UTF_8);
      sizes[files.fileOf(Word.of(bytes))]++;
    }
    assertThat(java.util.Arrays.stream(sizes).boxed().toList())
        .allSatisfy(size -> assertThat(size).isBetween(850, 1150));
  }

  /** Documents of recurring and of rare words, in two files. */
  private WordCounts writeCorpus(int documents) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    WordCounts counts = new WordCounts();
    StringBuilder[] files = {new StringBuilder(), new StringBuilder()};
    for (int i = 0; i < documents; i++) {
      String line = "the cat no " + i + " saw " + i % 7 + " mice\tand Größe " + "x".repeat(i % 40);
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      counts.addText(PreTokenizer.GPT2, bytes, 0, bytes.length);
      files[i % 2].append(line).append('\n');
    }
    Files.writeString(folder.resolve("in/a.txt"), files[0]);
    Files.writeString(folder.resolve("in/b.txt"), files[1]);
    return counts;
  }

  private CountSummary count(SparkSession spark, String output, String... more) {
    Stream<String> settings =
        Stream.of("input.split-bytes=2kB", "count.words-in-memory=50", "count.files=3");
    ConfigReader reader =
        LocalSpark.settings(Stream.concat(settings, Stream.of(more)).toArray(String[]::new));
    return new CountJob(
            spark,
            CountSettings.read(
                reader,
                CorpusSettings.read(reader, folder.resolve("in").toString(), java.util.List.of()),
                LocalSpark.output(folder.resolve(output), OutputMode.REFUSE, CountJob.OWN_NAMES)))
        .run();
  }

  private static WordCounts read(Path directory) throws IOException {
    WordCounts counts = new WordCounts();
    try (WordCountsFile.Reader words =
        WordCountsFile.open(
            new org.apache.hadoop.fs.Path(directory.toString()), new Configuration())) {
      while (words.next()) {
        counts.add(words.word(), words.count());
      }
    }
    return counts;
  }
}
