package org.gqvae.io.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Storage;

/** The bytes of text and JSONL files. */
final class FileContent {
  private static final int MOST_BUFFERED = 1 << 16;

  private FileContent() {}

  /**
   * The file's decompressed bytes, from the byte before the range on where it has one.
   *
   * @throws UsageException when its first bytes are not what its name says
   */
  static InputStream open(FileRange file, CorpusSpec spec, Configuration hadoop)
      throws IOException {
    Path path = new Path(file.path());
    int buffer = (int) Math.max(1, Math.min(MOST_BUFFERED, file.bytes()));
    FSDataInputStream raw = Storage.of(path, hadoop).open(path, buffer);
    try {
      if (file.start() > 0) {
        raw.seek(file.start() - 1);
        return raw;
      }
      PushbackInputStream in = new PushbackInputStream(raw, Signature.BYTES);
      byte[] head = in.readNBytes(Signature.BYTES);
      if (head.length == 0) {
        return in; // an empty file is of no bytes, however it is named
      }
      in.unread(head);
      checkName(head, file);
      if (file.compression() == Compression.NONE) {
        checkText(head, file, spec);
        return in;
      }
      PushbackInputStream content =
          new PushbackInputStream(file.compression().decompress(in, file.path()), Signature.BYTES);
      head = content.readNBytes(Signature.BYTES);
      content.unread(head);
      checkText(head, file, spec);
      return content;
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** The lines that begin in the range; a compressed file is one range, whatever its lengths. */
  static LineScanner openLines(
      FileRange file, CorpusSpec spec, RecordRoom room, Configuration hadoop) throws IOException {
    InputStream in = open(file, spec, hadoop);
    return file.compression() == Compression.NONE
        ? LineScanner.overRange(in, file.start(), file.end(), room)
        : LineScanner.over(in, room);
  }

  /** Refuses files that do not begin as the compression does that their names tell. */
  private static void checkName(byte[] head, FileRange file) {
    Optional<Signature> found = Signature.of(head);
    Optional<Signature> named = file.compression().signature();
    if (named.isPresent()
        && !found.equals(named)
        && head.length == Signature.BYTES) { // else it is cut
      throw new UsageException(
          "Cannot read %s: its name is that of %s, but it begins as %s does. Correct its name"
              .formatted(
                  file.path(),
                  named.get(),
                  found.map(Signature::toString).orElse("no file of a known compression")));
    }
  }

  /**
   * Refuses what is no text as it is.
   *
   * @param head of the decompressed file
   */
  private static void checkText(byte[] head, FileRange file, CorpusSpec spec) {
    Optional<Signature> found = Signature.of(head);
    if (found.isPresent() && spec.compressedAsText() == CompressedAsText.REFUSE) {
      boolean isInside = file.compression() != Compression.NONE;
      throw new UsageException(
          "Cannot read %s as text: %s begins as %s does. %s, or set input.compressed-as-text=read to take its bytes as they are"
              .formatted(
                  file.path(),
                  isInside ? "its content" : "it",
                  found.get(),
                  isInside ? found.get().remedyInside() : found.get().remedy()));
    }
  }
}
