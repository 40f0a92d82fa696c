package org.gqvae.model.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The parameters of a network: one flat vector, cut into named matrices, and the kernel that
 * multiplies with them.
 *
 * <p>Layers declare their matrices once, in their constructors, in a fixed order; that order is the
 * layout of the vector. {@link #bind} then says where the vector lies.
 */
public final class Parameters {

  /** What the optimizer does with a matrix. */
  public enum Role {
    /** Multiplies activations: trained, decayed. */
    WEIGHT,
    /** Shifts or scales activations: trained, not decayed. */
    BIAS,
    /** Rows are codes: trained at a rate of its own, not decayed. */
    CODEBOOK,
    /** Not trained: the network or the driver moves it. */
    STATE
  }

  /** How the values of a matrix start. */
  @FunctionalInterface
  public interface Start {
    /** All 0. */
    Start ZEROS = (random, rows) -> 0;

    /** All 1. */
    Start ONES = (random, rows) -> 1;

    /** Uniform in +-1/sqrt(rows). */
    Start UNIFORM_FAN_IN = (random, rows) -> 1 / Math.sqrt(rows) * (2 * random.nextDouble() - 1);

    /** Standard normal. */
    Start NORMAL = (random, rows) -> random.nextGaussian();

    /** Normal with a standard deviation of 0.02 (GPT-2's). */
    Start SMALL_NORMAL = (random, rows) -> 0.02 * random.nextGaussian();

    /** The next value of a matrix of so many rows. */
    double next(SplittableRandom random, int rows);
  }

  /** A named matrix, row-major, at {@code offset} of the flat vector. */
  public record Slice(String name, Role role, Start start, int rows, int columns, long offset) {
    public int size() {
      return Math.multiplyExact(rows, columns);
    }

    /** The {@code count} rows from {@code first} on, as a matrix of the same name. */
    public Slice rows(int first, int count) {
      return new Slice(name, role, start, count, columns, offset + (long) first * columns);
    }
  }

  private final Start weights;
  private final List<Slice> slices = new ArrayList<>();
  private long size;
  private Kernel kernel;
  private float[] scratch = new float[0];

  /** Of a network whose layers' weights start uniform in +-1/sqrt(rows). */
  public Parameters() {
    this(Start.UNIFORM_FAN_IN);
  }

  /** Of a network whose layers' weights start so. */
  public Parameters(Start weights) {
    this.weights = weights;
  }

  /**
   * @throws IllegalArgumentException when the matrix is larger than an array can be
   */
  public Slice declare(String name, Role role, Start start, int rows, int columns) {
    if ((long) rows * columns > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the matrix %s of %d x %d is larger than an array can be".formatted(name, rows, columns));
    }
    Slice slice = new Slice(name, role, start, rows, columns, size);
    slices.add(slice);
    size += slice.size();
    return slice;
  }

  public Slice weight(String name, int inputs, int outputs) {
    return declare(name, Role.WEIGHT, weights, inputs, outputs);
  }

  public Slice bias(String name, int outputs) {
    return declare(name, Role.BIAS, Start.ZEROS, 1, outputs);
  }

  public List<Slice> slices() {
    return Collections.unmodifiableList(slices);
  }

  public Slice slice(String name) {
    return slices.stream()
        .filter(slice -> slice.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no parameter is named " + name));
  }

  public long size() {
    return size;
  }

  /** Values for a new vector, the same for the same seed. */
  public float[] initialValues(long seed) {
    float[] values = new float[Math.toIntExact(size)];
    SplittableRandom random = new SplittableRandom(seed);
    for (Slice slice : slices) {
      int from = Math.toIntExact(slice.offset());
      for (int i = from; i < from + slice.size(); i++) {
        values[i] = (float) slice.start().next(random, slice.rows());
      }
    }
    return values;
  }

  public void bind(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Room for {@code size} values that all layers share, so that it stays in the cache: a layer may
   * use it until it calls another or returns.
   */
  public float[] scratch(int size) {
    scratch = Vectors.room(scratch, size);
    return scratch;
  }

  public Kernel kernel() {
    if (kernel == null) {
      throw new IllegalStateException("the network has no parameters bound to it");
    }
    return kernel;
  }
}
