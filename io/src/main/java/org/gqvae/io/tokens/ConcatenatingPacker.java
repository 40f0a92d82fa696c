package org.gqvae.io.tokens;

import java.io.IOException;

/** Places documents one behind the other, over as many rows as each takes. */
final class ConcatenatingPacker implements Packer {
  private final PackedRow row;
  private long cutDocuments;

  // Of the document at hand.
  private boolean open;
  private long firstRow;
  private long lastRow;

  ConcatenatingPacker(PackedRow row) {
    this.row = row;
  }

  @Override
  public void add(int[] ids, int count) throws IOException {
    if (!open) {
      row.beginDocument();
      firstRow = row.number();
      open = true;
    }
    for (int from = 0; from < count; ) {
      int to = from + Math.min(count - from, row.room());
      lastRow = row.number();
      row.put(ids, from, to);
      from = to;
    }
  }

  @Override
  public void endDocument() {
    cutDocuments += lastRow > firstRow ? 1 : 0;
    open = false;
  }

  @Override
  public void finish() throws IOException {
    row.fillUp();
  }

  @Override
  public long cutDocuments() {
    return cutDocuments;
  }
}
