package org.gqvae.model.statistics;

import java.util.Arrays;

/**
 * Counts ids one by one. Takes memory for the ids that occur, up to that of an array of all ids,
 * which it turns into once that is smaller. Not thread-safe.
 */
final class IdTally {
  private static final int FIRST_SLOTS = 256;
  private static final int SLOT_BYTES = Integer.BYTES + Long.BYTES;
  private static final int SCATTER = 0x9E3779B9; // 2^32 over the golden ratio

  private final int ids;
  private int[] keys; // (slots, a power of two)  an id + 1, or 0 where free; null: uses is by id
  private long[] uses; // (slots) of the key beside it, or (ids)
  private int used;

  /** A tally of ids in {@code [0, ids)}. */
  IdTally(int ids) {
    this.ids = ids;
    allocate(FIRST_SLOTS);
  }

  /** Counts {@code id} once more. */
  void add(int id) {
    if (keys == null) {
      uses[id]++;
      return;
    }
    int slot = slot(id);
    if (keys[slot] == 0) {
      keys[slot] = id + 1;
      used++;
    }
    uses[slot]++;
    if (used > keys.length / 2) {
      grow();
    }
  }

  /** The ids so far, each as often as it was counted. */
  Histogram histogram() {
    if (keys == null) {
      return Histogram.of(uses);
    }
    long[] found =
        Arrays.stream(keys)
            .filter(key -> key != 0)
            .asLongStream()
            .map(key -> key - 1)
            .sorted()
            .toArray();
    return Histogram.ofAscending(
        found, Arrays.stream(found).map(id -> uses[slot((int) id)]).toArray());
  }

  /** Where the id is, or else the free slot for it. */
  private int slot(int id) {
    int slot = (id * SCATTER) >>> Integer.numberOfLeadingZeros(keys.length - 1);
    while (keys[slot] != 0 && keys[slot] != id + 1) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] oldUses = uses;
    allocate(2 * oldKeys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int id = oldKeys[i] - 1;
        uses[keys == null ? id : put(id)] = oldUses[i];
      }
    }
  }

  private int put(int id) {
    int slot = slot(id);
    keys[slot] = id + 1;
    return slot;
  }

  private void allocate(int slots) {
    boolean sparse = (long) SLOT_BYTES * slots < (long) Long.BYTES * ids;
    keys = sparse ? new int[slots] : null;
    uses = new long[sparse ? slots : ids];
  }
}
