package org.gqvae.io.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/**
 * Bytes to decode, in one array that is used again, {@link HybridDecoder#PADDING} before its end.
 */
final class PaddedBytes extends ByteArrayOutputStream {
  /** Holds these bytes, one behind the other, in place of those before. */
  void hold(BytesInput... inputs) throws IOException {
    reset();
    for (BytesInput input : inputs) {
      input.writeAllTo(this);
    }
    if (count > buf.length - HybridDecoder.PADDING) {
      buf = Arrays.copyOf(buf, count + HybridDecoder.PADDING);
    }
  }

  /** Holds the bytes in {@code [0..size())}, until others are held. */
  byte[] array() {
    return buf;
  }
}
