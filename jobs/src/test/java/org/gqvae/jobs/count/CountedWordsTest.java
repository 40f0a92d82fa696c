package org.gqvae.jobs.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountedWordsTest {
  private static final int FILES = 5;

  private final List<WordCounts.Entry> all = new ArrayList<>();

  @TempDir Path words;

  /** Many words of few counts, so that most of them stand among equals. */
  @BeforeEach
  void write() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int file = 0; file < FILES; file++) {
      WordCounts counts = new WordCounts();
      for (int i = 0; i < 500; i++) {
        byte[] bytes = {(byte) file, (byte) random.nextInt(256), (byte) random.nextInt(256)};
        counts.add(Word.of(bytes), 1 + random.nextInt(3));
      }
      org.apache.hadoop.fs.Path part = hadoop(words.resolve("part-0000" + file + ".parquet"));
      try (WordCountsFile.Writer writer = WordCountsFile.create(part, new Configuration())) {
        for (WordCounts.Entry entry : counts.sorted()) {
          writer.write(entry.word(), entry.count());
        }
        writer.commit();
      }
      all.addAll(counts.sorted());
    }
  }

  @Test
  void refusesWordsThatAnotherVersionOfUnicodeCut() throws IOException {
    Path counted = words.resolve("words.parquet");
    Files.createDirectory(counted);
    Files.copy(words.resolve("part-00000.parquet"), counted.resolve("part-00000.parquet"));
    Path summary = words.resolve("summary.json");
    String files = "\"files\": [\"part-00000.parquet\"]";
    Files.writeString(summary, "{\"unicode_version\": \"17.0.0\", " + files + "}");
    assertThat(at(words, PreTokenizer.GPT2)).isPresent();

    Files.writeString(summary, "{\"unicode_version\": \"16.0.0\", " + files + "}");
    assertThatThrownBy(() -> at(counted, PreTokenizer.GPT2))
        .isInstanceOf(UsageException.class)
        .hasMessageMatching(
            "The words that .*/summary.json counts were cut by Unicode 16.0.0, this version of"
                + " gqvae has Unicode 17.0.0. Count the corpus again with --overwrite");
    Files.writeString(summary, "{" + files + "}");
    assertThatThrownBy(() -> at(words, PreTokenizer.GPT2))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cut by Unicode of an earlier version");
  }

  @Test
  void refusesWordsThatAnotherPreTokenizerCut() throws IOException {
    Path counted = words.resolve("words.parquet");
    Files.createDirectory(counted);
    Files.copy(words.resolve("part-00000.parquet"), counted.resolve("part-00000.parquet"));
    Files.writeString(
        words.resolve("summary.json"),
        "{\"unicode_version\": \"17.0.0\", \"pre_tokenizer\": \"cl100k\","
            + " \"files\": [\"part-00000.parquet\"]}");
    assertThat(at(words, PreTokenizer.CL100K)).isPresent();
    for (Path input : List.of(words, counted)) {
      assertThatThrownBy(() -> at(input, PreTokenizer.GPT2))
          .isInstanceOf(UsageException.class)
          .hasMessageMatching(
              "The words that .*/summary.json counts were cut by cl100k, but"
                  + " tokenizer.pre-tokenizer is gpt2. Set it to cl100k, or count the corpus again"
                  + " by gpt2");
    }
  }

  private static Optional<org.apache.hadoop.fs.Path> at(Path input, PreTokenizer preTokenizer) {
    return CountedWords.at(input.toString(), preTokenizer, new Configuration());
  }

  @Test
  void readsAFileInAPartition() {
    JavaRDD<WordCounts.Entry> entries = CountedWords.entries(hadoop(words), LocalSpark.session());
    assertThat(entries.getNumPartitions()).isEqualTo(FILES);
    assertThat(entries.collect()).isEqualTo(all);
  }

  @Test
  void takesTheCommonestOfAllFilesAndOfEqualCountsTheFirstInByteOrder() {
    List<WordCounts.Entry> expected =
        all.stream()
            .sorted(
                Comparator.comparingLong(WordCounts.Entry::count)
                    .reversed()
                    .thenComparing(WordCounts.Entry::word))
            .toList();
    for (int most : new int[] {0, 1, 700, 10_000}) {
      assertThat(CountedWords.commonest(hadoop(words), most, LocalSpark.session()))
          .isEqualTo(expected.subList(0, Math.min(most, expected.size())));
    }
  }

  @Test
  void namesTheFileThatCannotBeRead() throws IOException {
    Path file = words.resolve("part-00003.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[50] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> CountedWords.commonest(hadoop(words), 10, LocalSpark.session()))
        .hasStackTraceContaining(
            "Cannot read file:" + file + ": it is no Parquet file or a damaged one");
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
