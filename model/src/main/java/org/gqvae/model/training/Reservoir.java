package org.gqvae.model.training;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * A sample of latents without replacement, each taken with a chance that rises with its weight
 * (Efraimidis and Spirakis 2006): those with the largest u^(1/weight), where u depends on the
 * latent's place alone. Merging samples is the same as sampling what they were drawn from, in any
 * order.
 */
public final class Reservoir implements Serializable {
  private static final long serialVersionUID = 1;

  /** On the heap, beside the values: an object, an array's head, a reference. */
  private static final int LATENT_BYTES = 56;

  private final int capacity;
  private final PriorityQueue<Latent> latents = new PriorityQueue<>();

  /**
   * @param key log(u) / weight, below 0
   * @param place what told it from others
   * @param values (D)
   */
  private record Latent(double key, long place, float[] values)
      implements Comparable<Latent>, Serializable {

    /** The worst placed first. */
    @Override
    public int compareTo(Latent other) {
      int order = Double.compare(key, other.key);
      return order == 0 ? Long.compare(other.place, place) : order;
    }
  }

  Reservoir(int capacity) {
    this.capacity = capacity;
  }

  /** Bytes on the heap of so many latents. */
  static long bytes(long latents, int width) {
    return latents * (LATENT_BYTES + (long) Float.BYTES * width);
  }

  /**
   * Offers row {@code row} of the latents z (P, D).
   *
   * @param place tells this latent from all others that are offered; the same place and weight, the
   *     same luck
   */
  void offer(long place, double weight, float[] z, int row, int width) {
    if (!(weight > 0)) {
      return;
    }
    double u = ((Seeds.at(place) >>> 11) + 0.5) * 0x1.0p-53;
    double key = Math.log(u) / weight;
    if (latents.size() < capacity || key > latents.peek().key()) {
      float[] values = new float[width];
      System.arraycopy(z, row * width, values, 0, width);
      add(new Latent(key, place, values));
    }
  }

  void merge(Reservoir other) {
    other.latents.forEach(this::add);
  }

  private void add(Latent latent) {
    latents.add(latent);
    if (latents.size() > capacity) {
      latents.poll();
    }
  }

  /** The sampled latents (D each), the best placed first; one of each place. */
  List<float[]> best() {
    Set<Long> places = new HashSet<>();
    return latents.stream()
        .sorted(Comparator.reverseOrder())
        .filter(latent -> places.add(latent.place()))
        .map(Latent::values)
        .toList();
  }

  @Override
  public String toString() {
    return "Reservoir[" + latents.size() + " of " + capacity + "]";
  }
}
