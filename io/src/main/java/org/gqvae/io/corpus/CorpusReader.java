package org.gqvae.io.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.DamagedFileException;

/**
 * Streams the records of a split, holding one record at a time.
 *
 * <pre>{@code
 * for (Split split : CorpusReader.plan(spec, hadoop).splits()) {
 *   try (CorpusReader records = CorpusReader.open(split, spec, hadoop)) {
 *     records.forEachRemaining(...);
 *   }
 * }
 * }</pre>
 *
 * <p>Reading the splits one after the other gives the same records in the same order, whatever the
 * split size. A file that cannot be read, or has changed since {@link #plan}, ends the iteration
 * with a {@link JobFailedException} that names it.
 */
public final class CorpusReader implements Iterator<CorpusRecord>, Closeable {
  private final CorpusSpec spec;
  private final Configuration hadoop;
  private final Iterator<FileRange> files;
  private FileRange file;
  private RecordSource source;
  private CorpusRecord next;
  private long records;

  private CorpusReader(Split split, CorpusSpec spec, Configuration hadoop) {
    this.spec = spec;
    this.hadoop = hadoop;
    this.files = split.files().iterator();
  }

  /**
   * Lists a corpus and cuts it into splits. They depend on the files and on {@link
   * CorpusSpec#splitBytes} alone: files are sorted by the bytes of their names and cut every {@code
   * splitBytes} at the next record, Parquet between row groups by where their middles are;
   * compressed files, documents that are files, and {@code .json} files of other things than lines
   * stay whole; consecutive pieces share a split up to its size.
   *
   * @throws UsageException when the input is missing, a file's format is unknown, a column is
   *     missing from the first Parquet file or the first records of the first JSONL file, or the
   *     first file of a format does not begin as its name says, or is Parquet that is damaged
   * @throws JobFailedException when the input cannot be listed or read
   */
  public static CorpusPlan plan(CorpusSpec spec, Configuration hadoop) {
    return SplitPlanner.plan(spec, hadoop);
  }

  /** The records of a split that {@link #plan} made for the same {@code spec}. */
  public static CorpusReader open(Split split, CorpusSpec spec, Configuration hadoop) {
    return new CorpusReader(split, spec, hadoop);
  }

  /**
   * Whether another record follows.
   *
   * @throws JobFailedException when a file cannot be read
   * @throws UsageException when a Parquet file lacks a column, or another file does not begin as
   *     its name says
   */
  @Override
  public boolean hasNext() {
    while (next == null && (source != null || files.hasNext())) {
      advance();
    }
    return next != null;
  }

  @Override
  public CorpusRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    CorpusRecord record = next;
    next = null;
    records++;
    return record;
  }

  /** The records handed out so far, documents and others. */
  public long records() {
    return records;
  }

  /** Closes the file being read. The iterator has no further records. */
  @Override
  public void close() {
    next = null;
    while (files.hasNext()) {
      files.next();
    }
    closeSource();
  }

  private void advance() {
    try {
      if (source == null) {
        file = files.next();
        checkUnchanged();
        source = openSource();
      }
      next = source.next();
      if (next == null) {
        checkUnchanged();
      }
    } catch (IOException | RuntimeException e) {
      throw failure(file.path(), e);
    } catch (OutOfMemoryError e) { // not passed on as the cause: Spark ends a JVM that throws one
      throw new JobFailedException(
          "Cannot read %s: %s"
              .formatted(file.path(), RecordRoom.none(Runtime.getRuntime().maxMemory())));
    }
    if (next == null) {
      closeSource();
    }
  }

  /** Before the file is opened and behind its last record: what changed in between is seen. */
  private void checkUnchanged() throws IOException {
    file.state().check(new Path(file.path()), hadoop);
  }

  private void closeSource() {
    if (source != null) {
      try {
        source.close();
      } catch (IOException e) {
        throw failure(file.path(), e);
      } finally {
        source = null;
      }
    }
  }

  private RecordSource openSource() throws IOException {
    if (spec.documents() == DocumentMode.FILE) {
      return new FileSource(file, FileContent.open(file, spec, hadoop), spec);
    }
    return switch (file.format()) {
      case TEXT ->
          new TextSource(
              file,
              FileContent.openLines(file, spec, new RecordRoom(spec.maxDocumentBytes()), hadoop),
              spec);
      case JSONL ->
          new JsonSource(
              file,
              JsonRecords.open(file, spec, new RecordRoom(spec.maxRecordBytes()), hadoop),
              spec);
      case PARQUET -> new ParquetSource(file, spec, hadoop);
    };
  }

  /** What a failure to read {@code path} is to the user. */
  static RuntimeException failure(String path, Exception cause) {
    if (cause instanceof UsageException || cause instanceof JobFailedException) {
      return (RuntimeException) cause;
    }
    return cause instanceof DamagedFileException damaged
        ? new JobFailedException(damage(path, damaged), cause)
        : JobFailedException.cannot("read " + path, cause);
  }

  /** What the user is told of a damaged file of the corpus. */
  static String damage(String path, DamagedFileException damaged) {
    return "Cannot read %s: %s. Write it again, or leave it out of the input"
        .formatted(path, damaged.problem());
  }
}
