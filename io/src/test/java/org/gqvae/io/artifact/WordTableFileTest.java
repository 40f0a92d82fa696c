package org.gqvae.io.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.DamagedFileException;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordTableFileTest {
  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  private static EncodedWord entry(String word) {
    return new EncodedWord(Word.of(word), new int[] {word.charAt(0)});
  }

  private List<EncodedWord> written(String... words) throws IOException {
    Path file = new Path(directory.resolve("words.parquet").toUri());
    WordTableFile.write(
        file, List.of(words).stream().map(WordTableFileTest::entry).toList(), hadoop);
    return WordTableFile.read(file, hadoop);
  }

  @Test
  void readsWordsInByteOrder() throws IOException {
    assertThat(written("a", "b", "ba")).extracting(EncodedWord::word).hasToString("[a, b, ba]");
  }

  @Test
  void stopsAtTheFirstWordThatComesAgainOrTooLate() {
    assertThatThrownBy(() -> written("b", "b", "c"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("b comes after b, expected distinct words in byte order");
    assertThatThrownBy(() -> written("b", "a"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("a comes after b");
  }
}
