package org.gqvae.io.storage;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.Types;
import org.gqvae.io.config.JobFailedException;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Footers that lie. */
class FooterPlacesTest {
  private static final int TRAILER_BYTES = 8; // the footer's length and PAR1

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void refusesColumnsThatAreLargerThanTheFile() throws IOException {
    refuses(column -> column.setTotal_compressed_size(1L << 40), "1,099,511,627,776 bytes at 4");
    refuses(column -> column.setTotal_compressed_size(-1), "-1 bytes at 4");
  }

  @Test
  void refusesColumnsThatBeginOutsideTheFile() throws IOException {
    refuses(column -> column.setData_page_offset(1L << 40), "bytes at 1,099,511,627,776");
    refuses(column -> column.setData_page_offset(Long.MIN_VALUE + 1), "bytes at -");
  }

  private void refuses(Consumer<ColumnMetaData> lie, String told) throws IOException {
    java.nio.file.Path file = directory.resolve("text.parquet");
    try (RowGroupWriter writer =
        RowGroupWriter.create(
            new Path(file.toUri()),
            Types.buildMessage().required(BINARY).as(stringType()).named("text").named("m"),
            Set.of(),
            ParquetSettings.DEFAULT,
            hadoop)) {
      writer.column(0).write(Binary.fromString("x"), 0, 0);
      writer.endRow();
      writer.commit(Map.of());
    }
    Files.write(file, withFooter(Files.readAllBytes(file), lie));

    assertThatThrownBy(
            () -> RowGroupReader.open(new Path(file.toUri()), schema -> schema, hadoop).close())
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("column text is said to have ")
        .hasMessageContaining(told);
    CorpusSpec corpus = CorpusSpec.of(file.toString());
    assertThatThrownBy(
            () -> {
              try (CorpusReader reader =
                  CorpusReader.open(CorpusReader.plan(corpus, hadoop).get(0), corpus, hadoop)) {
                reader.next();
              }
            })
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("Cannot read ")
        .hasMessageContaining(told);
  }

  private static byte[] withFooter(byte[] file, Consumer<ColumnMetaData> lie) throws IOException {
    int footerBytes =
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TRAILER_BYTES);
    int start = file.length - TRAILER_BYTES - footerBytes;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(file, start, footerBytes));
    footer
        .getRow_groups()
        .forEach(group -> group.getColumns().forEach(column -> lie.accept(column.getMeta_data())));
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
