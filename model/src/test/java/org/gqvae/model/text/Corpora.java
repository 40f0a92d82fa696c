package org.gqvae.model.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gqvae.testing.Needed;

/** The real texts that tests read, where they are {@link Needed#corpora there}. */
public final class Corpora {
  private Corpora() {}

  /** The files of clean text, JSON Lines. */
  public static List<Path> clean() {
    return files("");
  }

  /** The files of hostile bytes. */
  public static List<Path> hostile() {
    return files("hostile");
  }

  /** The file's bytes, JSON's escapes of line ends, tabs and quotes undone. */
  public static byte[] read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (file.toString().endsWith(".jsonl")) {
        bytes =
            new String(bytes, ISO_8859_1)
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\\"", "\"")
                .getBytes(ISO_8859_1);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(Needed.corpora(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
