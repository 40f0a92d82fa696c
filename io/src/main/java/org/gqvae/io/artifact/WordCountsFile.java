package org.gqvae.io.artifact;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.DamagedFileException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.RowGroupReader;
import org.gqvae.io.storage.RowGroupWriter;
import org.gqvae.io.storage.Storage;
import org.gqvae.model.text.Word;

/**
 * Counted words as Parquet: word binary of 1 to 16 bytes, count int64 from 1 to 2^44; one file, or
 * a directory of them.
 */
public final class WordCountsFile {
  /** The name of the directory that {@code count} writes them to. */
  public static final String DIRECTORY = "words.parquet";

  /** What {@code count} writes beside it, last: it lists the files. */
  public static final String SUMMARY = "summary.json";

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .addField(Types.required(BINARY).named("word"))
          .addField(Types.required(INT64).named("count"))
          .named("words");
  private static final int WORD = 0;
  private static final int COUNT = 1;

  /** More than petabytes of text have of one word; sums of such counts stay far from overflow. */
  private static final long MOST = 1L << 44;

  private static final long PART_BYTES = 64L << 20;
  private static final String REMEDY =
      "expected counted words as `gqvae count` writes them: word binary, count int64";

  private WordCountsFile() {}

  /** Begins a file, which appears when it is committed. */
  public static Writer create(Path file, Configuration hadoop) throws IOException {
    return new Writer(
        RowGroupWriter.create(file, SCHEMA, Set.of("count"), ParquetSettings.DEFAULT, hadoop));
  }

  /**
   * Opens a file, or all of a directory whose names end in {@code .parquet} and begin with neither
   * {@code _} nor {@code .}, one after the other in the order of their names.
   *
   * @throws UsageException when there is none, or one does not hold counted words
   */
  public static Reader open(Path fileOrDirectory, Configuration hadoop) throws IOException {
    return new Reader(files(fileOrDirectory, hadoop).stream().map(Part::whole).toList(), hadoop);
  }

  /**
   * What one task reads of counted words: the row groups of a file whose middles lie in {@code
   * [start, end)}.
   *
   * @param file Hadoop path with its file system
   */
  public record Part(String file, long start, long end) implements Serializable {
    private static Part whole(FileStatus file) {
      return new Part(file.getPath().toString(), 0, Long.MAX_VALUE);
    }
  }

  /**
   * Cuts the files that {@link #open(Path, Configuration)} would read at every 64 MiB.
   *
   * @throws UsageException when there is none
   */
  public static List<Part> parts(Path fileOrDirectory, Configuration hadoop) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (FileStatus file : files(fileOrDirectory, hadoop)) {
      long start = 0;
      do {
        parts.add(new Part(file.getPath().toString(), start, start + PART_BYTES));
        start += PART_BYTES;
      } while (start < file.getLen());
    }
    return parts;
  }

  /**
   * Opens a part.
   *
   * @throws UsageException when its file does not hold counted words
   */
  public static Reader open(Part part, Configuration hadoop) throws IOException {
    return new Reader(List.of(part), hadoop);
  }

  /**
   * Looks at the columns of every file that {@link #open(Path, Configuration)} would read.
   *
   * @throws UsageException when there is none, or one does not hold counted words
   */
  public static void check(Path fileOrDirectory, Configuration hadoop) throws IOException {
    for (FileStatus file : files(fileOrDirectory, hadoop)) {
      open(Part.whole(file), hadoop).close();
    }
  }

  /** Writes words in byte order. */
  public static final class Writer implements Closeable {
    private final RowGroupWriter file;
    private Word previous;

    private Writer(RowGroupWriter file) {
      this.file = file;
    }

    /**
     * Writes a word.
     *
     * @throws IllegalArgumentException when it does not stand after the word before, or the count
     *     is not over 0
     */
    public void write(Word word, long count) throws IOException {
      if (previous != null && previous.compareTo(word) >= 0) {
        throw new IllegalArgumentException(
            word + " comes after " + previous + ", expected distinct words in byte order");
      }
      if (count < 1) {
        throw new IllegalArgumentException(
            "Invalid count of " + word + ": " + count + ", expected >= 1");
      }
      file.column(WORD).write(Binary.fromConstantByteArray(word.toBytes()), 0, 0);
      file.column(COUNT).write(count, 0, 0);
      file.endRow();
      previous = word;
    }

    /** Publishes the file. */
    public AtomicFile.Written commit() throws IOException {
      return file.commit(Map.of());
    }

    /** Gives the file up where it was not committed. */
    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /**
   * Reads words one by one.
   *
   * <pre>{@code
   * try (WordCountsFile.Reader words = WordCountsFile.open(path, hadoop)) {
   *   while (words.next()) {
   *     counts.add(words.word(), words.count());
   *   }
   * }
   * }</pre>
   *
   * <p>A word may come more than once, from several files; its counts add up.
   */
  public static final class Reader implements Closeable {
    private final Iterator<Part> parts;
    private final Configuration hadoop;
    private Path file;
    private RowGroupReader current;
    private Word word;
    private long count;

    private Reader(List<Part> parts, Configuration hadoop) throws IOException {
      this.parts = parts.iterator();
      this.hadoop = hadoop;
      openNext();
    }

    /**
     * Steps to the next word.
     *
     * @return false when there is none
     * @throws UsageException when a file is damaged
     */
    public boolean next() throws IOException {
      try {
        while (current != null) {
          if (current.nextRow()) {
            current.read(this::readRow);
            return true;
          }
          openNext();
        }
        return false;
      } catch (DamagedFileException e) {
        throw new UsageException("Cannot read " + file + ": " + e.problem() + ", " + REMEDY);
      }
    }

    public Word word() {
      return word;
    }

    /** From 1 to 2^44. */
    public long count() {
      return count;
    }

    @Override
    public void close() throws IOException {
      if (current != null) {
        current.close();
        current = null;
      }
    }

    private void openNext() throws IOException {
      close();
      if (!parts.hasNext()) {
        return;
      }
      Part part = parts.next();
      file = new Path(part.file());
      try {
        current =
            RowGroupReader.open(
                file,
                part.start(),
                part.end(),
                schema -> WordColumn.checked(file, schema, SCHEMA),
                hadoop);
      } catch (DamagedFileException e) {
        throw new UsageException("Cannot read " + file + ": " + e.problem() + ", " + REMEDY);
      }
    }

    private void readRow() {
      word = WordColumn.read(file, current.column(WORD));
      ColumnReader column = current.column(COUNT);
      count = column.getLong();
      column.consume();
      if (count < 1 || count > MOST) {
        throw new DamagedFileException(
            file, "the count of " + word + " is " + count + ", expected 1 to " + MOST);
      }
    }
  }

  /**
   * The files that {@link #open(Path, Configuration)} reads, in the order of their names: those
   * that {@code summary.json} beside the directory lists, where there is one, else all.
   *
   * @throws UsageException when there is none, or one that is listed is missing
   */
  public static List<FileStatus> files(Path fileOrDirectory, Configuration hadoop)
      throws IOException {
    List<FileStatus> files;
    try {
      FileStatus found = Storage.of(fileOrDirectory, hadoop).getFileStatus(fileOrDirectory);
      if (found.isFile()) {
        return List.of(found);
      }
      files =
          Storage.visibleFiles(fileOrDirectory, hadoop).stream()
              .filter(file -> file.getPath().getName().endsWith(".parquet"))
              .toList();
    } catch (FileNotFoundException e) {
      throw new UsageException("Missing " + fileOrDirectory + ", " + REMEDY);
    }
    Path summary = new Path(fileOrDirectory.getParent(), SUMMARY);
    if (Storage.of(summary, hadoop).exists(summary)) {
      files = listed(summary, files, fileOrDirectory, hadoop);
    }
    if (files.isEmpty()) {
      throw new UsageException("No .parquet file in " + fileOrDirectory + ", " + REMEDY);
    }
    return files;
  }

  private static List<FileStatus> listed(
      Path summary, List<FileStatus> present, Path directory, Configuration hadoop)
      throws IOException {
    Map<String, FileStatus> byName = new TreeMap<>();
    present.forEach(file -> byName.put(file.getPath().getName(), file));
    JsonNode names = JsonFile.read(summary, JsonNode.class, REMEDY, hadoop).path("files");
    if (!names.isArray()) {
      return present; // somebody else's summary
    }
    List<FileStatus> listed = new ArrayList<>();
    for (JsonNode name : names) {
      FileStatus file = byName.get(name.asText());
      if (file == null) {
        throw new UsageException(
            "Missing %s, which %s lists. Put it back, or run count again with --overwrite"
                .formatted(new Path(directory, name.asText()), summary));
      }
      listed.add(file);
    }
    return listed;
  }
}
