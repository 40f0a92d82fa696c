package org.gqvae.io.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusRecord;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.corpus.FileRange;
import org.gqvae.io.corpus.FileState;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Footers that lie. */
class FooterPlacesTest {
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

  @Test
  void refusesRowGroupsThatCannotBe() throws IOException {
    refusesGroups(group -> group.setNum_rows(-1), "a row group is said to have -1 rows");
    refuses(column -> column.setTotal_compressed_size(0), "0 bytes at 4");
  }

  /** Parquet repeats the last value of a column for the rows that it has none of. */
  @Test
  void refusesMoreRowsThanValues() throws IOException {
    java.nio.file.Path file = Footers.writeOneRow(directory);
    CorpusSpec corpus = CorpusSpec.of(file.toString());
    Files.write(
        file,
        Footers.changed(
            Files.readAllBytes(file), footer -> footer.getRow_groups().get(0).setNum_rows(2)));

    assertThatThrownBy(() -> readAll(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageEndingWith("text.parquet: column text has 1 values in 2 rows");
    assertThatThrownBy(() -> read(corpus))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("text.parquet: column text has 1 values in 2 rows. Write it again");
  }

  /** Apache Arrow writes one for a table without rows. */
  @Test
  void passesOverRowGroupsWithoutRows() throws IOException {
    java.nio.file.Path file = Footers.writeOneRow(directory);
    byte[] changed =
        Footers.changed(
            Files.readAllBytes(file),
            footer -> {
              RowGroup empty = new RowGroup(footer.getRow_groups().get(0)).setNum_rows(0);
              empty.getColumns().forEach(column -> column.getMeta_data().setNum_values(0));
              footer.getRow_groups().add(0, empty);
              footer.getRow_groups().add(new RowGroup(empty));
            });
    Files.write(file, changed);
    assertThat(read(CorpusSpec.of(file.toString())))
        .containsExactly(new Document("text.parquet#0", new byte[] {'x'}));
  }

  @Test
  void tellsOfPagesThatTakeMoreThanTheHeap() throws IOException {
    Path file = new Path(Footers.writeOneRow(directory).toUri());
    try (RowGroupReader reader = RowGroupReader.open(file, schema -> schema, hadoop)) {
      assertThatThrownBy(
              () ->
                  reader.read(
                      () -> {
                        throw new OutOfMemoryError("of a page");
                      }))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("a page takes more memory than a heap of ");
    }
  }

  private List<CorpusRecord> read(CorpusSpec corpus) {
    List<CorpusRecord> records = new ArrayList<>();
    for (Split split : CorpusReader.plan(corpus, hadoop).splits()) {
      try (CorpusReader reader = CorpusReader.open(split, corpus, hadoop)) {
        reader.forEachRemaining(records::add);
      }
    }
    return records;
  }

  private void refuses(Consumer<ColumnMetaData> lie, String told) throws IOException {
    refusesGroups(
        group -> group.getColumns().forEach(column -> lie.accept(column.getMeta_data())),
        "column text is said to have ",
        told);
  }

  /** By whoever reads the file by itself, plans to read it as a corpus, and reads it as one. */
  private void refusesGroups(Consumer<RowGroup> lie, String... told) throws IOException {
    java.nio.file.Path file = Footers.writeOneRow(directory);
    CorpusSpec corpus = CorpusSpec.of(file.toString());
    FileRange range = CorpusReader.plan(corpus, hadoop).splits().get(0).files().get(0);
    Files.write(
        file,
        Footers.changed(Files.readAllBytes(file), footer -> footer.getRow_groups().forEach(lie)));
    Split split = asIfPlannedNow(range, file);

    assertThatThrownBy(() -> readAll(file))
        .isInstanceOf(DamagedFileException.class)
        .message()
        .contains(told);
    assertThatThrownBy(() -> CorpusReader.plan(corpus, hadoop))
        .isInstanceOf(UsageException.class)
        .message()
        .startsWith("Cannot read file:" + file + ": ")
        .contains(told);
    assertThatThrownBy(
            () -> {
              try (CorpusReader reader = CorpusReader.open(split, corpus, hadoop)) {
                reader.next();
              }
            })
        .isInstanceOf(JobFailedException.class)
        .message()
        .startsWith("Cannot read file:" + file + ": ")
        .contains(told);
  }

  /** A split of the file as it has become, which planning would refuse. */
  private static Split asIfPlannedNow(FileRange range, java.nio.file.Path file) throws IOException {
    FileState state = new FileState(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    return new Split(
        0,
        List.of(
            new FileRange(
                range.path(),
                range.name(),
                range.format(),
                range.compression(),
                state,
                range.start(),
                range.end())));
  }

  private void readAll(java.nio.file.Path file) throws IOException {
    try (RowGroupReader reader =
        RowGroupReader.open(new Path(file.toUri()), schema -> schema, hadoop)) {
      while (reader.nextRow()) {
        reader.read(() -> reader.column(0).consume());
      }
    }
  }
}
