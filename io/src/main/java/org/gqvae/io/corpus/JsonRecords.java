package org.gqvae.io.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * What the records of a file of JSON are: its lines, or, where its name ends in {@code .json} and
 * it begins so, the objects of an array, or objects that go on over several lines.
 */
final class JsonRecords {
  /** The bytes that must show what a file holds. */
  private static final int HEAD_BYTES = 1 << 16;

  private JsonRecords() {}

  /**
   * The records that begin in a range.
   *
   * @param room for a record
   */
  static RecordBytes open(FileRange file, CorpusSpec spec, RecordRoom room, Configuration hadoop)
      throws IOException {
    if (!file.isWhole() || !isNamedJson(file)) {
      return FileContent.openLines(file, spec, room, hadoop);
    }
    PushbackInputStream in =
        new PushbackInputStream(FileContent.open(file, spec, hadoop), HEAD_BYTES);
    try {
      byte[] head = in.readNBytes(HEAD_BYTES);
      in.unread(head);
      return showsLines(head) ? LineScanner.over(in, room) : new JsonValues(in, room);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Whether a file's records are its lines, so that it can be cut. */
  static boolean areLines(FileRange file, CorpusSpec spec, Configuration hadoop)
      throws IOException {
    if (!isNamedJson(file)) {
      return true;
    }
    try (InputStream in = FileContent.open(file, spec, hadoop)) {
      return showsLines(in.readNBytes(HEAD_BYTES));
    }
  }

  private static boolean isNamedJson(FileRange file) {
    String name = file.compression().stripFrom(file.name().strip());
    return name.toLowerCase(Locale.ROOT).endsWith(".json");
  }

  /** All but an array, and an object that goes on behind the first line's end. */
  private static boolean showsLines(byte[] head) {
    int at = ByteOrderMark.skip(head, 0, head.length);
    while (at < head.length && JsonScanner.isSpace(head[at])) {
      at++;
    }
    if (at == head.length || head[at] != '{') {
      return at == head.length || head[at] != '[';
    }
    int depth = 0;
    boolean inString = false;
    for (; at < head.length && head[at] != '\n'; at++) {
      switch (head[at]) {
        case '"' -> inString = !inString;
        case '\\' -> at += inString ? 1 : 0;
        case '{', '[' -> depth += inString ? 0 : 1;
        case '}', ']' -> depth -= inString ? 0 : 1;
        default -> {}
      }
      if (depth == 0) {
        return true;
      }
    }
    return inString || at >= head.length;
  }
}
