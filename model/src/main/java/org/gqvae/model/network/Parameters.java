package org.gqvae.model.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The parameters of a network: one flat vector, cut into named matrices, and the kernel that
 * multiplies with them.
 *
 * <p>Layers declare their matrices once, in their constructors, in a fixed order; that order is the
 * layout of the vector. {@link #bind} then says where the vector lies.
 */
final class Parameters {

  /** What the optimizer does with a matrix. */
  enum Role {
    /** Multiplies activations: trained, decayed. */
    WEIGHT,
    /** Shifts or scales activations: trained, not decayed. */
    BIAS,
    /** Rows are codes: trained at a rate of its own, not decayed. */
    CODEBOOK,
    /** Not trained: the network or the driver moves it. */
    STATE
  }

  /** How a matrix starts. */
  enum Start {
    ZEROS,
    ONES,
    /** Uniform in +-1/sqrt(rows). */
    UNIFORM_FAN_IN,
    /** Standard normal. */
    NORMAL
  }

  /** A named matrix, row-major, at {@code offset} of the flat vector. */
  record Slice(String name, Role role, Start start, int rows, int columns, long offset) {
    int size() {
      return Math.multiplyExact(rows, columns);
    }

    /** The {@code count} rows from {@code first} on, as a matrix of the same name. */
    Slice rows(int first, int count) {
      return new Slice(name, role, start, count, columns, offset + (long) first * columns);
    }
  }

  private final List<Slice> slices = new ArrayList<>();
  private long size;
  private Kernel kernel;
  private float[] scratch = new float[0];

  /**
   * @throws IllegalArgumentException when the matrix is larger than an array can be
   */
  Slice declare(String name, Role role, Start start, int rows, int columns) {
    if ((long) rows * columns > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the matrix %s of %d x %d is larger than an array can be".formatted(name, rows, columns));
    }
    Slice slice = new Slice(name, role, start, rows, columns, size);
    slices.add(slice);
    size += slice.size();
    return slice;
  }

  Slice weight(String name, int inputs, int outputs) {
    return declare(name, Role.WEIGHT, Start.UNIFORM_FAN_IN, inputs, outputs);
  }

  Slice bias(String name, int outputs) {
    return declare(name, Role.BIAS, Start.ZEROS, 1, outputs);
  }

  List<Slice> slices() {
    return Collections.unmodifiableList(slices);
  }

  Slice slice(String name) {
    return slices.stream()
        .filter(slice -> slice.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no parameter is named " + name));
  }

  long size() {
    return size;
  }

  void bind(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Room for {@code size} values that all layers share, so that it stays in the cache: a layer may
   * use it until it calls another or returns.
   */
  float[] scratch(int size) {
    scratch = Vectors.room(scratch, size);
    return scratch;
  }

  Kernel kernel() {
    if (kernel == null) {
      throw new IllegalStateException("the network has no parameters bound to it");
    }
    return kernel;
  }
}
