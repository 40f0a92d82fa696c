package org.gqvae.io.corpus;

import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.storage.Storage;

/**
 * Writes documents to {@code part-NNNNN.txt}, {@code .jsonl} or {@code .parquet} in a directory.
 *
 * <ul>
 *   <li>Text has a document a line; line ends within a document become one space.
 *   <li>JSONL has {@code {"id","text"}}, or {@code {"id","bytes_base64"}} where a document is not
 *       UTF-8.
 *   <li>Parquet has {@code id string, text string}, compressed by zstd; documents must be UTF-8.
 * </ul>
 *
 * <p>A file gets its name when it is complete; until then it begins with a dot. The same documents
 * give the same files to the byte.
 *
 * @param directory Hadoop path, made where it is missing
 * @param maxFileBytes a file that holds this many bytes of text is complete
 * @param firstPart number of the first file
 */
public record CorpusWriter(
    String directory, CorpusFormat format, long maxFileBytes, int firstPart) {

  /** 64 MB. */
  public static final long DEFAULT_MAX_FILE_BYTES = 64_000_000;

  public CorpusWriter {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(format, "format");
    if (maxFileBytes < 1) {
      throw new IllegalArgumentException(
          "Invalid max-file-bytes: " + maxFileBytes + ", expected >= 1");
    }
    if (firstPart < 0) {
      throw new IllegalArgumentException("Invalid first-part: " + firstPart + ", expected >= 0");
    }
  }

  /** Files of about 64 MB from part 0 on. */
  public CorpusWriter(String directory, CorpusFormat format) {
    this(directory, format, DEFAULT_MAX_FILE_BYTES, 0);
  }

  /**
   * What was written.
   *
   * @param textBytes bytes of the documents' texts
   */
  public record Written(int files, long documents, long textBytes) {}

  /**
   * Writes all documents, holding one at a time; none give a directory without files.
   *
   * @throws JobFailedException when a file cannot be written, naming it; what is unfinished is gone
   * @throws IllegalArgumentException when the format cannot hold a document
   */
  public Written write(Iterator<Document> documents, Configuration hadoop) {
    Path place = new Path(directory);
    try {
      FileSystem files = Storage.of(place, hadoop);
      place = files.makeQualified(place);
      files.mkdirs(place);
      Written written = new Written(0, 0, 0);
      while (documents.hasNext()) {
        written = writePart(documents, place, written, hadoop);
      }
      return written;
    } catch (IOException e) {
      throw JobFailedException.cannot("write to " + place, e);
    }
  }

  private Written writePart(
      Iterator<Document> documents, Path place, Written before, Configuration hadoop)
      throws IOException {
    String name =
        String.format(Locale.ROOT, "part-%05d.%s", firstPart + before.files(), format.extension());
    long count = 0;
    long bytes = 0;
    try (DocumentOutput out = open(new Path(place, name), hadoop)) {
      while (bytes < maxFileBytes && documents.hasNext()) {
        Document document = documents.next();
        out.write(document);
        count++;
        bytes += document.text().length;
      }
      out.commit();
    }
    return new Written(before.files() + 1, before.documents() + count, before.textBytes() + bytes);
  }

  private DocumentOutput open(Path file, Configuration hadoop) throws IOException {
    return switch (format) {
      case TEXT -> new TextOutput(file, hadoop);
      case JSONL -> new JsonOutput(file, hadoop);
      case PARQUET -> new ParquetOutput(file, hadoop);
    };
  }
}
