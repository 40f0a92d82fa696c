package org.gqvae.io.storage;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.Types;

/** Parquet files with other footers than their own. */
final class Footers {
  private static final int TRAILER_BYTES = 8; // the footer's length and PAR1

  private Footers() {}

  /** A file of one row, whose column {@code text} holds {@code x}. */
  static java.nio.file.Path writeOneRow(java.nio.file.Path directory) throws IOException {
    java.nio.file.Path file = directory.resolve("text.parquet");
    try (RowGroupWriter writer =
        RowGroupWriter.create(
            new Path(file.toUri()),
            Types.buildMessage().required(BINARY).as(stringType()).named("text").named("m"),
            Set.of(),
            ParquetSettings.DEFAULT,
            new Configuration())) {
      writer.column(0).write(Binary.fromString("x"), 0, 0);
      writer.endRow();
      writer.commit(Map.of());
    }
    return file;
  }

  /** A file with its footer changed. */
  static byte[] changed(byte[] file, Consumer<FileMetaData> change) throws IOException {
    int footerBytes =
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TRAILER_BYTES);
    int start = file.length - TRAILER_BYTES - footerBytes;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(file, start, footerBytes));
    change.accept(footer);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(file, 0, start);
    Util.writeFileMetaData(footer, changed);
    changed.writeBytes(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(changed.size() - start)
            .array());
    changed.write(file, file.length - Integer.BYTES, Integer.BYTES);
    return changed.toByteArray();
  }
}
