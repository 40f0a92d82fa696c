package org.gqvae.io.corpus;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.RowGroupWriter;
import org.gqvae.model.text.Utf8;

/** A document a row: {@code id string, text string}, compressed by zstd. */
final class ParquetOutput implements DocumentOutput {
  private static final int ID = 0;
  private static final int TEXT = 1;
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("id")
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("text")
          .named("document");

  /** Small enough that a file of the usual size has several row groups to be cut at. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private static final ParquetSettings SETTINGS =
      new ParquetSettings(
          ParquetSettings.DEFAULT.codec(),
          ParquetSettings.DEFAULT.zstdLevel(),
          ROW_GROUP_BYTES,
          ParquetSettings.DEFAULT.pageBytes(),
          ParquetSettings.DEFAULT.ids());

  private final RowGroupWriter rows;

  ParquetOutput(Path file, Configuration hadoop) throws IOException {
    rows = RowGroupWriter.create(file, SCHEMA, Set.of(), SETTINGS, hadoop);
  }

  @Override
  public void write(Document document) throws IOException {
    byte[] text = document.text();
    if (!Utf8.isWellFormed(text, 0, text.length)) {
      throw new IllegalArgumentException(
          "Document " + document.id() + " is not UTF-8: a Parquet string cannot hold it");
    }
    rows.column(ID).write(Binary.fromString(document.id()), 0, 0);
    rows.column(TEXT).write(Binary.fromConstantByteArray(text), 0, 0);
    rows.endRow();
  }

  @Override
  public void commit() throws IOException {
    rows.commit(Map.of());
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
