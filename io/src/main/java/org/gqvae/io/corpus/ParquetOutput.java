package org.gqvae.io.corpus;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.gqvae.model.text.Utf8;

/** A document a row: {@code id string, text string}, compressed by zstd. */
final class ParquetOutput implements DocumentOutput {
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

  private final ParquetWriter<Document> rows;

  ParquetOutput(FileSystem files, Path file, Configuration hadoop) throws IOException {
    rows =
        new Builder(new NewFile(files, file))
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withDictionaryEncoding(false)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  @Override
  public void write(Document document) throws IOException {
    byte[] text = document.text();
    if (!Utf8.isWellFormed(text, 0, text.length)) {
      throw new IllegalArgumentException(
          "Document " + document.id() + " is not UTF-8: a Parquet string cannot hold it");
    }
    rows.write(document);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private static final class Builder extends ParquetWriter.Builder<Document, Builder> {
    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Document> getWriteSupport(Configuration hadoop) {
      return new DocumentWriteSupport();
    }
  }

  private static final class DocumentWriteSupport extends WriteSupport<Document> {
    private RecordConsumer row;

    @Override
    public WriteContext init(Configuration hadoop) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      row = consumer;
    }

    @Override
    public void write(Document document) {
      row.startMessage();
      addField(0, Binary.fromString(document.id()));
      addField(1, Binary.fromConstantByteArray(document.text()));
      row.endMessage();
    }

    private void addField(int index, Binary value) {
      String name = SCHEMA.getFieldName(index);
      row.startField(name, index);
      row.addBinary(value);
      row.endField(name, index);
    }
  }

  private record NewFile(FileSystem files, Path path) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
      return HadoopStreams.wrap(files.create(path, true));
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
