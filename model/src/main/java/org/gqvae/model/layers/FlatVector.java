package org.gqvae.model.layers;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All parameters of a graph, or all state of its optimizer, taken in blocks of many numbers. ND4J
 * takes the numbers of an array one by one, when it serializes it too: that is several times as
 * slow.
 */
public final class FlatVector implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK = 1 << 14;

  private transient INDArray array;

  /**
   * The vector in {@code array}, which is not copied.
   *
   * @param array floats, one behind the other; no view of a part of another array
   */
  public FlatVector(INDArray array) {
    checkWhole(array);
    this.array = array;
  }

  public INDArray array() {
    return array;
  }

  /**
   * A copy of the numbers.
   *
   * @throws ArithmeticException when there are 2^31 and more
   */
  public float[] values() {
    float[] values = new float[Math.toIntExact(array.length())];
    pointerTo(array).get(values);
    return values;
  }

  /** The place of the first NaN or infinity; -1 where there is none. */
  public long firstNotFinite() {
    FloatPointer numbers = pointerTo(array);
    float[] block = new float[BLOCK];
    for (long from = 0; from < array.length(); from += BLOCK) {
      int count = blockAt(from);
      numbers.position(from).get(block, 0, count);
      for (int i = 0; i < count; i++) {
        if (!Float.isFinite(block[i])) {
          return from + i;
        }
      }
    }
    return -1;
  }

  /**
   * A copy of {@code count} numbers from {@code from} on, 4 bytes each, the low byte first.
   *
   * @throws IndexOutOfBoundsException when there are not as many
   */
  public byte[] bytes(long from, int count) {
    Objects.checkFromIndexSize(from, count, array.length());
    byte[] bytes = new byte[count * Float.BYTES];
    bytesOf(array).position(from * Float.BYTES).get(bytes);
    return bytes;
  }

  /**
   * Replaces the numbers from {@code from} on by such bytes.
   *
   * @throws IndexOutOfBoundsException when they are more than there are numbers
   */
  public void setBytes(long from, byte[] bytes) {
    Objects.checkFromIndexSize(from, bytes.length / Float.BYTES, array.length());
    bytesOf(array).position(from * Float.BYTES).put(bytes);
  }

  /** Where the numbers of {@code array} lie outside the heap. */
  public static FloatPointer pointerTo(INDArray array) {
    checkWhole(array);
    return new FloatPointer(array.data().pointer()).capacity(array.length());
  }

  /** ND4J's libraries are for machines that keep the low byte first. */
  private static BytePointer bytesOf(INDArray array) {
    return new BytePointer(pointerTo(array)).capacity(array.length() * Float.BYTES);
  }

  private static void checkWhole(INDArray array) {
    long room = array.data().length();
    if (array.dataType() != DataType.FLOAT || array.offset() != 0 || array.length() != room) {
      throw new IllegalArgumentException(
          "expected a whole vector of floats, but got %d of %d from %d on, %s"
              .formatted(array.length(), room, array.offset(), array.dataType()));
    }
  }

  private int blockAt(long from) {
    return (int) Math.min(BLOCK, array.length() - from);
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeObject(array.shape());
    for (long from = 0; from < array.length(); from += BLOCK) {
      out.write(bytes(from, blockAt(from)));
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    array = Nd4j.createUninitialized(DataType.FLOAT, (long[]) in.readObject());
    for (long from = 0; from < array.length(); from += BLOCK) {
      byte[] block = new byte[blockAt(from) * Float.BYTES];
      in.readFully(block);
      setBytes(from, block);
    }
  }
}
