package org.gqvae.io.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gqvae.model.text.Utf8;
import org.gqvae.testing.Needed;

/** Real texts, where they are {@link Needed#corpora there}. */
final class RealTexts {
  private RealTexts() {}

  /** The texts of all documents, and the hostile files that are well-formed. */
  static List<String> all() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(Needed.corpora(""))) {
      files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .sorted()
          .forEach(file -> addTexts(file, texts));
    }
    try (Stream<Path> files = Files.list(Needed.corpora("hostile"))) {
      for (Path file : files.sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (Utf8.isWellFormed(bytes, 0, bytes.length)) {
          texts.add(new String(bytes, UTF_8));
        }
      }
    }
    return texts;
  }

  private static void addTexts(Path file, List<String> texts) {
    ObjectMapper mapper = new ObjectMapper();
    try {
      for (String line : Files.readAllLines(file)) {
        texts.add(mapper.readTree(line).get("text").textValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
