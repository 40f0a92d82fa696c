package org.gqvae.model.network;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;

/**
 * The words of tinystories-train.jsonl in {@code -Dgqvae.corpora=DIR}, or where it is missing, made
 * ones that are as long and as unevenly spread.
 */
final class BenchmarkWords {
  private static final String TEXT = "\"text\": \"";
  private static final int MADE = 7_500;
  private static final int COMMONEST = 100_000;

  private BenchmarkWords() {}

  static List<WordCounts.Entry> counts() {
    Path file = Path.of(System.getProperty("gqvae.corpora", ""), "tinystories-train.jsonl");
    return (Files.isRegularFile(file) ? ofStories(file) : made()).sorted();
  }

  private static WordCounts ofStories(Path file) {
    WordCounts counts = new WordCounts();
    try {
      for (String line : Files.readAllLines(file, ISO_8859_1)) {
        byte[] text =
            line.substring(line.indexOf(TEXT) + TEXT.length(), line.lastIndexOf('"'))
                .replace("\\n", "\n")
                .replace("\\\"", "\"")
                .getBytes(ISO_8859_1);
        counts.addText(PreTokenizer.GPT2, text, 0, text.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counts;
  }

  /** Zipf's law: the n-th word's count is one n-th of the first's. */
  private static WordCounts made() {
    SplittableRandom random = new SplittableRandom(1);
    WordCounts counts = new WordCounts();
    for (int n = 1; n <= MADE; n++) {
      StringBuilder word = new StringBuilder(" ");
      int letters = 1 + random.nextInt(3) + random.nextInt(4) + random.nextInt(3);
      for (int i = 0; i < letters; i++) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      counts.add(Word.of(word.toString().getBytes(UTF_8)), COMMONEST / n);
    }
    return counts;
  }
}
