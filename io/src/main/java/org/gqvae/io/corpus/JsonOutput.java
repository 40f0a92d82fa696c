package org.gqvae.io.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import org.gqvae.model.text.Utf8;

/**
 * A document a line: {@code {"id","text"}}, or {@code {"id","bytes_base64"}} where it is no UTF-8.
 */
public final class JsonOutput implements DocumentOutput {
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("").build();

  private final JsonGenerator json;

  /**
   * @param out closed with this
   */
  public JsonOutput(OutputStream out) throws IOException {
    json = JSON.createGenerator(out);
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
  public void close() throws IOException {
    json.close();
  }
}
