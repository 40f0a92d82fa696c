package org.gqvae.jobs;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import org.bytedeco.javacpp.Pointer;

/**
 * Notes the most memory that this JVM has in use from now on until it is closed: on the heap right
 * after collections, which it asks for all the time, and of the whole process. Where the heap has a
 * fixed size and was touched at the start, the process grows by what is outside the heap alone.
 */
public final class PeakMemory implements AutoCloseable {
  private static final int LOOKS_BETWEEN_COLLECTIONS = 30;
  private static final int MILLIS_BETWEEN_LOOKS = 5;

  private final Thread thread = new Thread(this::look, "peak memory");
  private volatile boolean closed;
  private volatile long heap;
  private volatile long process;

  public PeakMemory() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Bytes that were in use on the heap. */
  public long heap() {
    return heap;
  }

  /** Bytes of the process that were in memory. */
  public long process() {
    return process;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }

  private static long leftByCollection() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
        .sum();
  }

  private void look() {
    try {
      while (!closed) {
        System.gc();
        heap = Math.max(heap, leftByCollection());
        for (int look = 0; look < LOOKS_BETWEEN_COLLECTIONS && !closed; look++) {
          process = Math.max(process, Pointer.physicalBytes());
          Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
