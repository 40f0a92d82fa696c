package org.gqvae.io.tokens;

import java.io.IOException;
import java.util.Arrays;
import org.gqvae.io.storage.RowGroupWriter;

/** The row of packed token columns that is being filled. It is written as soon as it is full. */
final class PackedRow {
  private final RowGroupWriter file;
  private final int pad;

  // (length)
  private final int[] ids;
  private final int[] starts;
  private final int[] lossMask;
  private int place; // where the next id goes
  private int start; // where the document at hand begins or goes on
  private long pads;

  PackedRow(RowGroupWriter file, int length, int pad) {
    this.file = file;
    this.pad = pad;
    this.ids = new int[length];
    this.starts = new int[length];
    this.lossMask = new int[length];
  }

  /** The rows written before this one. */
  long number() {
    return file.rows();
  }

  /** Ids that the row has room for, at least one. */
  int room() {
    return ids.length - place;
  }

  /** The next id is another document's. */
  void beginDocument() {
    start = place;
  }

  /** Puts {@code source[from..to)}, for which there must be room. */
  void put(int[] source, int from, int to) throws IOException {
    System.arraycopy(source, from, ids, place, to - from);
    end(to - from, 1);
  }

  /** Fills a row that is begun up with pads, a document of their own. */
  void fillUp() throws IOException {
    if (place > 0) {
      beginDocument();
      pads += room();
      Arrays.fill(ids, place, ids.length, pad);
      end(room(), 0);
    }
  }

  /** The pads of all rows. */
  long pads() {
    return pads;
  }

  /** Ends the putting of {@code count} ids of one mask. */
  private void end(int count, int mask) throws IOException {
    Arrays.fill(starts, place, place + count, start);
    Arrays.fill(lossMask, place, place + count, mask);
    place += count;
    if (place == ids.length) {
      file.list(PackedSchema.INPUT_IDS).write(ids, 0, place);
      file.list(PackedSchema.SEQ_START_ID).write(starts, 0, place);
      file.list(PackedSchema.LOSS_MASK).write(lossMask, 0, place);
      file.endRow();
      place = 0;
      start = 0;
    }
  }
}
