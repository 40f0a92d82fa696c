package org.gqvae.io.tokens;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;

/**
 * Keeps the unreadable records of one split in {@code _rejects/part-NNNNN.jsonl}, one JSON object a
 * line, in order; where all records are readable there is no file. It keeps the first {@value
 * #MOST_KEPT} and counts the others. Commit it before the split's token columns, so that those say
 * that both are there.
 *
 * <pre>{"source":"a.jsonl","offset":1024,"reason":"text is null","raw_base64":"eyJ0Li4u"}</pre>
 */
public final class RejectsWriter implements Closeable {
  /** The directory of the files, below that of the token columns. */
  public static final String DIRECTORY = "_rejects";

  /** The records that a file has at most. */
  public static final int MOST_KEPT = 10_000;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .rootValueSeparator("")
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private final Path path;
  private final Configuration hadoop;
  private AtomicFile file; // null, as the other: nothing is rejected so far
  private JsonGenerator json;
  private long count;

  private RejectsWriter(Path path, Configuration hadoop) {
    this.path = path;
    this.hadoop = hadoop;
  }

  /** Begins the rejects of {@code part}, whose token columns stand in {@code directory}. */
  public static RejectsWriter create(Path directory, PartName part, Configuration hadoop) {
    return new RejectsWriter(
        new Path(new Path(directory, DIRECTORY), part.rejectsFileName()), hadoop);
  }

  /**
   * Keeps a record, or counts it where as many are kept as may be.
   *
   * @param source its file, relative to the input
   * @param offset its byte offset, or its row number where the file has rows
   * @param raw its bytes as they stand in the file
   */
  public void reject(String source, long offset, String reason, byte[] raw) throws IOException {
    count++;
    if (count > MOST_KEPT) {
      return;
    }
    if (file == null) {
      file = AtomicFile.create(path, hadoop);
      json = JSON.createGenerator(file.stream());
    }
    json.writeStartObject();
    json.writeStringField("source", source);
    json.writeNumberField("offset", offset);
    json.writeStringField("reason", reason);
    json.writeBinaryField("raw_base64", raw); // piece by piece: it may be as long as an array
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** The records rejected so far. */
  public long count() {
    return count;
  }

  /** The records in the file so far. */
  public long kept() {
    return Math.min(count, MOST_KEPT);
  }

  /** Publishes the file, where there is one. */
  public void commit() throws IOException {
    if (file != null) {
      json.close();
      file.commit();
    }
  }

  /** Gives the file up where it was not committed. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
