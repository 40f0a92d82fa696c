package org.gqvae.io.artifact;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.RowGroupReader;
import org.gqvae.io.storage.RowGroupWriter;
import org.gqvae.io.storage.Storage;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;

/**
 * Counted words as Parquet: word binary of 1 to 16 bytes, count int64 over 0; one file, or a
 * directory of them.
 */
public final class WordCountsFile {
  /** The name of the directory that {@code count} writes them to. */
  public static final String DIRECTORY = "words.parquet";

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .addField(Types.required(BINARY).named("word"))
          .addField(Types.required(INT64).named("count"))
          .named("words");
  private static final int WORD = 0;
  private static final int COUNT = 1;
  private static final String REMEDY =
      "expected counted words as `gqvae count` writes them: word binary, count int64";

  private WordCountsFile() {}

  /** Writes words, given in byte order, to one file. */
  public static AtomicFile.Written write(
      Path file, List<WordCounts.Entry> words, Configuration hadoop) throws IOException {
    try (Writer writer = create(file, hadoop)) {
      for (WordCounts.Entry entry : words) {
        writer.write(entry.word(), entry.count());
      }
      return writer.commit();
    }
  }

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
    return new Reader(files(fileOrDirectory, hadoop), hadoop);
  }

  /**
   * Looks at the columns of every file that {@link #open} would read.
   *
   * @throws UsageException when there is none, or one does not hold counted words
   */
  public static void check(Path fileOrDirectory, Configuration hadoop) throws IOException {
    for (Path file : files(fileOrDirectory, hadoop)) {
      new Reader(List.of(file), hadoop).close();
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
    private final List<Path> files;
    private final Configuration hadoop;
    private int nextFile;
    private RowGroupReader current;
    private Word word;
    private long count;

    private Reader(List<Path> files, Configuration hadoop) throws IOException {
      this.files = files;
      this.hadoop = hadoop;
      openNextFile();
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
          openNextFile();
        }
        return false;
      } catch (DamagedFileException e) {
        throw new UsageException(
            "Cannot read " + files.get(nextFile - 1) + ": " + e.problem() + ", " + REMEDY);
      }
    }

    public Word word() {
      return word;
    }

    /** Over 0. */
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

    private void openNextFile() throws IOException {
      close();
      if (nextFile == files.size()) {
        return;
      }
      Path file = files.get(nextFile++);
      try {
        current =
            RowGroupReader.open(file, schema -> WordColumn.checked(file, schema, SCHEMA), hadoop);
      } catch (DamagedFileException e) {
        throw new UsageException("Cannot read " + file + ": " + e.problem() + ", " + REMEDY);
      }
    }

    private void readRow() {
      Path file = files.get(nextFile - 1);
      word = WordColumn.read(file, current.column(WORD));
      ColumnReader column = current.column(COUNT);
      count = column.getLong();
      column.consume();
      if (count < 1) {
        throw new DamagedFileException(
            file, "the count of " + word + " is " + count + ", expected >= 1");
      }
    }
  }

  /**
   * The files that {@link #open} reads, in their order.
   *
   * @throws UsageException when there is none
   */
  public static List<Path> files(Path fileOrDirectory, Configuration hadoop) throws IOException {
    try {
      if (Storage.of(fileOrDirectory, hadoop).getFileStatus(fileOrDirectory).isFile()) {
        return List.of(fileOrDirectory);
      }
      List<Path> files =
          Storage.visibleFiles(fileOrDirectory, hadoop).stream()
              .map(FileStatus::getPath)
              .filter(file -> file.getName().endsWith(".parquet"))
              .toList();
      if (files.isEmpty()) {
        throw new UsageException("No .parquet file in " + fileOrDirectory + ", " + REMEDY);
      }
      return files;
    } catch (FileNotFoundException e) {
      throw new UsageException("Missing " + fileOrDirectory + ", " + REMEDY);
    }
  }
}
