package org.gqvae.jobs.train;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.FlatVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import scala.Tuple2;

/**
 * The mean of the workers' numbers in a slice of their vectors.
 *
 * @param numbers 4 bytes each
 * @param notFinite the first of the workers' numbers that is none; null where all are
 */
record SliceMean(int slice, byte[] numbers, NotFinite notFinite) implements Serializable {

  /** NaN or an infinity that a worker brought, {@code at} a place of the slice. */
  record NotFinite(int worker, int at, float value) implements Serializable {}

  /**
   * The means of all slices, each taken on one executor. Sums of floats depend on their order:
   * always that of the workers.
   *
   * @param slices of all workers, by key
   */
  static JavaRDD<SliceMean> of(JavaPairRDD<Long, byte[]> slices, VectorSlices plan) {
    return slices
        .repartitionAndSortWithinPartitions(plan.partitioner())
        .mapPartitions(byKey -> new Means(byKey, plan));
  }

  /**
   * Gives {@code graph} the means in place of its parameters and its optimizer's state.
   *
   * @param means of all slices
   * @throws NotFiniteException when a worker brought what is no number; the graph stays as it is
   */
  static void take(List<SliceMean> means, VectorSlices plan, ComputationGraph graph) {
    checkFinite(means, plan, graph);
    FlatVector parameters = new FlatVector(graph.params());
    INDArray state = graph.getUpdater().getStateViewArray();
    for (SliceMean mean : means) {
      FlatVector vector = plan.isOfState(mean.slice) ? new FlatVector(state) : parameters;
      vector.setBytes(plan.start(mean.slice), mean.numbers);
    }
  }

  private static void checkFinite(
      List<SliceMean> means, VectorSlices plan, ComputationGraph graph) {
    Optional<SliceMean> first =
        means.stream()
            .filter(mean -> mean.notFinite != null)
            .min(
                Comparator.<SliceMean>comparingInt(mean -> mean.notFinite.worker)
                    .thenComparing(SliceMean::slice));
    if (first.isPresent()) {
      NotFinite number = first.get().notFinite;
      int slice = first.get().slice;
      long place = plan.start(slice) + number.at;
      throw NotFiniteException.at(graph, number.worker, number.value, plan.isOfState(slice), place);
    }
  }

  /** Means of slices that come by key. */
  private record Means(Iterator<Tuple2<Long, byte[]>> slices, VectorSlices plan)
      implements Iterator<SliceMean> {
    @Override
    public boolean hasNext() {
      return slices.hasNext();
    }

    @Override
    public SliceMean next() {
      Tuple2<Long, byte[]> first = slices.next();
      int slice = plan.sliceOf(first._1());
      float[] sum = floats(first._2());
      NotFinite notFinite = firstNotFinite(0, sum);
      for (int worker = 1; worker < plan.workers(); worker++) {
        Tuple2<Long, byte[]> next = slices.next();
        if (next._1() != plan.key(slice, worker)) {
          throw new IllegalStateException(
              "expected slice " + slice + " of worker " + worker + ", but got key " + next._1());
        }
        float[] numbers = floats(next._2());
        notFinite = notFinite == null ? firstNotFinite(worker, numbers) : notFinite;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += numbers[i];
        }
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= plan.workers();
      }
      return new SliceMean(slice, bytes(sum), notFinite);
    }
  }

  private static NotFinite firstNotFinite(int worker, float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (!Float.isFinite(numbers[i])) {
        return new NotFinite(worker, i, numbers[i]);
      }
    }
    return null;
  }

  private static float[] floats(byte[] bytes) {
    float[] numbers = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    return numbers;
  }

  private static byte[] bytes(float[] numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }
}
