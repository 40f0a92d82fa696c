package org.gqvae.model.layers;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** Room outside the heap for one matrix, which grows to the largest that is asked for. */
public final class Staging {
  private FloatPointer pointer = new FloatPointer(1L);
  private FloatBuffer buffer = pointer.asBuffer();

  /** Room for {@code size} values, of whatever content; valid until more is asked for. */
  public FloatPointer ofSize(int size) {
    if (buffer.capacity() < size) {
      pointer.close();
      pointer = new FloatPointer(size + (long) (size >> 2));
      buffer = pointer.asBuffer();
    }
    return pointer;
  }

  /** A copy of {@code size} values from {@code from} on. */
  public FloatPointer holding(float[] values, int from, int size) {
    ofSize(size);
    buffer.put(0, values, from, size);
    return pointer;
  }

  /** {@code rows} rows that are each {@code width} values, by copies each twice the last. */
  FloatPointer repeating(FloatBuffer values, long from, int width, int rows) {
    ofSize(rows * width);
    buffer.put(0, values, Math.toIntExact(from), width);
    for (int done = 1; done < rows; done *= 2) {
      buffer.put(done * width, buffer, 0, Math.min(done, rows - done) * width);
    }
    return pointer;
  }

  /** Copies the first {@code size} values to where {@code from} says. */
  public void copyTo(float[] values, int from, int size) {
    buffer.get(0, values, from, size);
  }
}
