package org.gqvae.io.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.Storage;

/** A vector as little-endian float32, nothing else in the file. */
final class FloatFile {
  private FloatFile() {}

  static AtomicFile.Written write(Path file, float[] values, Configuration hadoop)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return AtomicFile.write(file, bytes.array(), hadoop);
  }

  /**
   * The values.
   *
   * @throws IllegalArgumentException when the file's length is not that of whole floats
   */
  static float[] read(Path file, Configuration hadoop) throws IOException {
    byte[] bytes = Storage.read(file, hadoop);
    if (bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "it has " + bytes.length + " bytes, expected a multiple of " + Float.BYTES);
    }
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
