package org.gqvae.io.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnsupportedParquetTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"BROTLI", "LZO"})
  void refusesCodecsThatAreNotThere(CompressionCodec codec) throws IOException {
    assertThatThrownBy(() -> plan(footer -> compress(footer, codec)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot read file:%s: its column text is compressed by %s, which nothing here decompresses, expected zstd, snappy or gzip. Write it again",
            file(), codec);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void takesTheOthers(CompressionCodec codec) throws IOException {
    plan(footer -> compress(footer, codec));
  }

  @Test
  void refusesCodecsThatAreUnknown() throws IOException {
    byte[] file = Files.readAllBytes(Footers.writeOneRow(directory));
    byte[] brotli = Footers.changed(file, footer -> compress(footer, CompressionCodec.BROTLI));
    byte[] lzo = Footers.changed(file, footer -> compress(footer, CompressionCodec.LZO));
    brotli[Arrays.mismatch(brotli, lzo)] = 2 * 31; // codec 31, as a zigzag number
    Files.write(file(), brotli);

    assertThatThrownBy(this::plan)
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot read file:%s: one of its columns is compressed by a codec that is unknown here, expected zstd, snappy or gzip. Write it again",
            file());
  }

  @Test
  void refusesFootersThatAreEncrypted() throws IOException {
    byte[] file = Files.readAllBytes(Footers.writeOneRow(directory));
    System.arraycopy("PARE".getBytes(ISO_8859_1), 0, file, file.length - 4, 4);
    Files.write(file(), file);

    assertThatThrownBy(this::plan)
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot read file:%s: it is encrypted, and no keys are used here. Write it again without encryption",
            file());
  }

  @Test
  void refusesTablesWithoutColumns() {
    Consumer<FileMetaData> empty =
        footer -> {
          footer.setSchema(List.of(footer.getSchema().get(0).setNum_children(0)));
          footer.setRow_groups(List.of()).setNum_rows(0);
        };

    assertThatThrownBy(() -> plan(empty))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Invalid text-column: text (file:%s has no columns at all). Leave that file out",
            file());
  }

  @Test
  void refusesSeveralColumnsOfTheNameThatIsRead() throws IOException {
    assertThatThrownBy(() -> plan(footer -> twice(footer, "text")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Invalid text-column: text (file:%s has several columns of that name), expected one. Write the file again with other names",
            file());
    plan(footer -> twice(footer, "other"));
    assertThat(file()).exists();
  }

  private static void compress(FileMetaData footer, CompressionCodec codec) {
    footer.getRow_groups().get(0).getColumns().get(0).getMeta_data().setCodec(codec);
  }

  /** As columns without rows. */
  private static void twice(FileMetaData footer, String name) {
    SchemaElement root = footer.getSchema().get(0).setNum_children(3);
    SchemaElement text = footer.getSchema().get(1);
    SchemaElement named = new SchemaElement(text).setName(name);
    footer.setSchema(List.of(root, text, named, named)).setColumn_orders(null);
    footer.setRow_groups(List.of()).setNum_rows(0);
  }

  private Path file() {
    return directory.resolve("text.parquet");
  }

  private void plan(Consumer<FileMetaData> change) throws IOException {
    Path file = Footers.writeOneRow(directory);
    Files.write(file, Footers.changed(Files.readAllBytes(file), change));
    plan();
  }

  private void plan() {
    CorpusReader.plan(CorpusSpec.of(file().toString()), new Configuration());
  }
}
