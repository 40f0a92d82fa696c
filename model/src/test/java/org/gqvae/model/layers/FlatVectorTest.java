package org.gqvae.model.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FlatVectorTest {
  private static float[] anyBits(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    return values;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  /** Of less than a block, of whole blocks, and of more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1 << 14, 1 << 15, (1 << 15) + 1, 100_000})
  void travelsToTheBit(int length) throws IOException, ClassNotFoundException {
    float[] values = anyBits(length);
    FlatVector vector = new FlatVector(Nd4j.createFromArray(values).reshape(1, length));
    assertThat(bits(vector.values())).isEqualTo(bits(values));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(vector);
      out.writeObject("what follows");
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      FlatVector copy = (FlatVector) in.readObject();
      assertThat(copy.array().shape()).containsExactly(1, length);
      assertThat(bits(copy.values())).isEqualTo(bits(values));
      assertThat(in.readObject()).isEqualTo("what follows");
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void findsTheFirstThatIsNoNumber(float value) {
    INDArray array = Nd4j.zeros(DataType.FLOAT, 1, 50_000);
    FlatVector vector = new FlatVector(array);
    array.putScalar(0, Float.MAX_VALUE);
    assertThat(vector.firstNotFinite()).isEqualTo(-1);
    array.putScalar(49_999, value);
    assertThat(vector.firstNotFinite()).isEqualTo(49_999);
    array.putScalar(16_384, value);
    assertThat(vector.firstNotFinite()).isEqualTo(16_384);
  }

  @Test
  void refusesAPartOfAnotherVectorAndDoubles() {
    INDArray array = Nd4j.zeros(DataType.FLOAT, 1, 10);
    assertThatThrownBy(
            () -> new FlatVector(array.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 5))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FlatVector(Nd4j.zeros(DataType.DOUBLE, 1, 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DOUBLE");
  }
}
