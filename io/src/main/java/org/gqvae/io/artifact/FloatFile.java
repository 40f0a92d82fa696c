package org.gqvae.io.artifact;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.Storage;

/** A vector as little-endian float32, nothing else in the file. */
final class FloatFile {
  /** Floats that are turned into bytes together: a vector may be larger than an array of bytes. */
  private static final int FLOATS_AT_ONCE = 1 << 18;

  private FloatFile() {}

  static AtomicFile.Written write(Path file, float[] values, Configuration hadoop)
      throws IOException {
    ByteBuffer bytes = buffer(values.length);
    try (AtomicFile output = AtomicFile.create(file, hadoop)) {
      for (int from = 0; from < values.length; from += FLOATS_AT_ONCE) {
        int count = Math.min(FLOATS_AT_ONCE, values.length - from);
        bytes.asFloatBuffer().put(values, from, count);
        output.stream().write(bytes.array(), 0, count * Float.BYTES);
      }
      return output.commit();
    }
  }

  /**
   * The values.
   *
   * @throws IllegalArgumentException when the file's length is not that of whole floats, or more
   *     than an array holds
   */
  static float[] read(Path file, Configuration hadoop) throws IOException {
    FileSystem files = Storage.of(file, hadoop);
    long length = files.getFileStatus(file).getLen();
    if (length % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "it has " + length + " bytes, expected a multiple of " + Float.BYTES);
    }
    if (length / Float.BYTES > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("it has " + length + " bytes, more than an array holds");
    }
    float[] values = new float[(int) (length / Float.BYTES)];
    ByteBuffer bytes = buffer(values.length);
    try (DataInputStream input = new DataInputStream(files.open(file))) {
      for (int from = 0; from < values.length; from += FLOATS_AT_ONCE) {
        int count = Math.min(FLOATS_AT_ONCE, values.length - from);
        input.readFully(bytes.array(), 0, count * Float.BYTES);
        bytes.asFloatBuffer().get(values, from, count);
      }
    }
    return values;
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(Math.min(FLOATS_AT_ONCE, length) * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
