package org.gqvae.jobs.tokenize;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gqvae.io.tokens.RowSink;

/** Rows of documents as bytes, to travel between tasks. */
final class RowBytes {
  private static final int NULL = -1;

  private RowBytes() {}

  /** The bytes of a row, as {@link RowSink#write} has it. */
  static byte[] of(
      String id,
      int chunkIndex,
      int[] inputIds,
      int tokenCount,
      int wordCount,
      long charCount,
      long byteCount,
      List<String> kept) {
    List<byte[]> texts = new ArrayList<>();
    texts.add(utf8(id));
    kept.forEach(value -> texts.add(utf8(value)));
    int size = Integer.BYTES * (4 + texts.size() + tokenCount) + 2 * Long.BYTES;
    for (byte[] text : texts) {
      size += text == null ? 0 : text.length;
    }
    ByteBuffer row = ByteBuffer.allocate(size);
    row.putInt(texts.size());
    for (byte[] text : texts) {
      row.putInt(text == null ? NULL : text.length);
      if (text != null) {
        row.put(text);
      }
    }
    row.putInt(chunkIndex).putInt(wordCount).putLong(charCount).putLong(byteCount);
    row.putInt(tokenCount).asIntBuffer().put(inputIds, 0, tokenCount);
    return row.array();
  }

  /** Hands a row on whose bytes these are. */
  static void write(byte[] bytes, RowSink rows) throws IOException {
    ByteBuffer row = ByteBuffer.wrap(bytes);
    int texts = row.getInt();
    String id = text(row);
    List<String> kept = new ArrayList<>();
    for (int i = 1; i < texts; i++) {
      kept.add(text(row));
    }
    int chunkIndex = row.getInt();
    int wordCount = row.getInt();
    long charCount = row.getLong();
    long byteCount = row.getLong();
    int[] inputIds = new int[row.getInt()];
    row.asIntBuffer().get(inputIds);
    rows.write(id, chunkIndex, inputIds, inputIds.length, wordCount, charCount, byteCount, kept);
  }

  private static byte[] utf8(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ByteBuffer row) {
    int length = row.getInt();
    if (length == NULL) {
      return null;
    }
    byte[] text = new byte[length];
    row.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
