package org.gqvae.io.tokens;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.RowGroupWriter;

/**
 * Writes documents, each followed by an end of text, to rows of one length. Pads fill a row up
 * where documents leave room in it. An empty document is counted and leaves nothing.
 *
 * <pre>
 * documents a b c | d e | f, rows of 4, + for the end of text, - for a pad
 *               concatenate           best-fit
 * input_ids     a b c +    d e + f    + - - -     a b c +    d e + -    f + - -
 * seq_start_id  0 0 0 0    0 0 0 3    0 1 1 1     0 0 0 0    0 0 0 3    0 0 2 2
 * loss_mask     1 1 1 1    1 1 1 1    1 0 0 0     1 1 1 1    1 1 1 0    1 1 0 0
 * </pre>
 *
 * {@code seq_start_id} is the place in the row where the token's document begins, or goes on; pads
 * are a document of their own. {@code loss_mask} is 0 for pads alone.
 */
public final class PackedRowsWriter implements PartWriter {
  private final PartName part;
  private final RowGroupWriter file;
  private final Map<String, String> entries;
  private final TotalsCounter totals = new TotalsCounter();
  private final PackedRow row;
  private final Packer packer;
  private final int[] endOfText; // (1)
  private long endsOfText;
  private boolean open; // whether there is a document that has no end of text yet

  private PackedRowsWriter(
      PartName part, Packing packing, String fingerprint, RowGroupWriter file) {
    this.part = part;
    this.file = file;
    this.entries = Map.of(PartFile.FINGERPRINT, fingerprint);
    this.row = new PackedRow(file, packing.length(), packing.pad());
    this.packer =
        switch (packing.method()) {
          case CONCATENATE -> new ConcatenatingPacker(row);
          case BEST_FIT -> new BestFitPacker(row, packing.length(), packing.windowIds());
        };
    this.endOfText = new int[] {packing.endOfText()};
  }

  /**
   * Begins {@code directory/part-NNNNN-of-MMMMM.parquet}.
   *
   * @param fingerprint the tokenizer's, for the footer
   */
  public static PackedRowsWriter create(
      Path directory,
      PartName part,
      Packing packing,
      String fingerprint,
      ParquetSettings settings,
      Configuration hadoop)
      throws IOException {
    RowGroupWriter file =
        RowGroupWriter.create(
            new Path(directory, part.fileName()),
            PackedSchema.message(),
            PackedSchema.dictionaryColumns(settings.ids()),
            settings,
            hadoop);
    return new PackedRowsWriter(part, packing, fingerprint, file);
  }

  @Override
  public void write(
      String id,
      int chunkIndex,
      int[] inputIds,
      int tokenCount,
      int wordCount,
      long charCount,
      long byteCount,
      List<String> kept)
      throws IOException {
    if (!kept.isEmpty()) {
      throw new IllegalArgumentException("Packed rows keep no columns, but got " + kept);
    }
    if (chunkIndex == 0) {
      endDocument();
    }
    if (tokenCount > 0) {
      packer.add(inputIds, tokenCount);
      open = true;
    }
    totals.add(chunkIndex, tokenCount, wordCount, charCount, byteCount);
  }

  @Override
  public PartFile commit() throws IOException {
    endDocument();
    packer.finish();
    TokenTotals written =
        totals.packedTotals(
            file.rows(), endsOfText + row.pads(), row.pads(), packer.cutDocuments());
    AtomicFile.Written stored = file.commit(PartFile.footer(written, entries));
    return new PartFile(part.fileName(), stored.bytes(), stored.sha256(), written, entries);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void endDocument() throws IOException {
    if (open) {
      packer.add(endOfText, 1);
      packer.endDocument();
      endsOfText++;
      open = false;
    }
  }
}
