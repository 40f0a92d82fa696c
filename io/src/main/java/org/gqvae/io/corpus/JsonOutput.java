package org.gqvae.io.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.model.text.Utf8;

/**
 * A document a line: {@code {"id","text"}}, or {@code {"id","bytes_base64"}} where it is no UTF-8.
 */
public final class JsonOutput implements DocumentOutput {
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("").build();

  private final AtomicFile file;
  private final JsonGenerator json;

  /** Begins a file; missing directories above it are made. */
  public JsonOutput(Path path, Configuration hadoop) throws IOException {
    file = AtomicFile.create(path, hadoop);
    json = JSON.createGenerator(file.stream());
  }

  @Override
  public void write(Document document) throws IOException {
    byte[] text = document.text();
    json.writeStartObject();
    json.writeStringField("id", document.id());
    if (Utf8.isWellFormed(text, 0, text.length)) {
      json.writeFieldName("text");
      json.writeUTF8String(text, 0, text.length);
    } else {
      json.writeBinaryField("bytes_base64", text);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void commit() throws IOException {
    json.close();
    file.commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
