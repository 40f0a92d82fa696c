package org.gqvae.io.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The buffer that a source of records may have for one of them. It is at most an eighth of the heap
 * (twice that while it grows, or is copied), and of the tasks in a JVM one at a time has a large
 * one, so that a long record costs its own task and no other.
 */
final class RecordRoom implements Closeable {
  /** What a buffer begins with. */
  static final int FIRST_BYTES = 1 << 18;

  private static final long LEAST_LARGE_BYTES = 1L << 24;
  private static final int MAX_IDLE_BYTES = 1 << 26;
  private static final long LONGEST_WAIT_MINUTES = 30;
  private static final Semaphore TURN = new Semaphore(1, true);

  private final int maxBytes;
  private final long heapBytes;
  private final int keptBytes;
  private final long largeBytes;
  private boolean hasTurn;

  /**
   * @param maxBytes length of the longest record that is not too long
   */
  RecordRoom(int maxBytes) {
    this(maxBytes, Runtime.getRuntime().maxMemory(), Runtime.getRuntime().availableProcessors());
  }

  RecordRoom(int maxBytes, long heapBytes, int cores) {
    this.maxBytes = maxBytes;
    this.heapBytes = heapBytes;
    keptBytes = (int) Math.min(maxBytes, heapBytes / 8);
    largeBytes = Math.max(LEAST_LARGE_BYTES, heapBytes / (32L * cores));
  }

  /** Whether a record of so many bytes is rejected. */
  boolean isTooLong(long bytes) {
    return bytes > maxBytes;
  }

  /** Whether the buffer may not hold so many bytes of a record: only its beginning is kept. */
  boolean isOver(long bytes) {
    return bytes > keptBytes;
  }

  /**
   * Looks whether a record whose length is known can be read.
   *
   * @throws ContentException when it is not too long, but there is no room for it
   */
  void check(long bytes) throws ContentException {
    if (isOver(bytes) && !isTooLong(bytes)) {
      throw new ContentException(none(heapBytes));
    }
  }

  /** A new buffer, for a record of that length. */
  byte[] buffer(int bytes) throws IOException {
    takeTurn(bytes);
    return new byte[bytes];
  }

  /** A larger copy of a buffer that is full and holds nothing over the limit. */
  byte[] grown(byte[] buffer) throws IOException {
    int bytes = (int) Math.min(2L * buffer.length, Math.max(keptBytes, FIRST_BYTES) + 1L);
    takeTurn(bytes);
    return Arrays.copyOf(buffer, bytes);
  }

  /**
   * The buffer to go on with behind a record: a smaller copy of its bytes from {@code from} on
   * where it is large and few are left, else the same.
   */
  byte[] shrunk(byte[] buffer, int from, int limit) {
    boolean isLarge = hasTurn || buffer.length > MAX_IDLE_BYTES;
    if (!isLarge || limit - from > FIRST_BYTES) {
      return buffer;
    }
    close();
    return Arrays.copyOfRange(buffer, from, from + FIRST_BYTES);
  }

  /** Lets another task have a large buffer. */
  @Override
  public void close() {
    if (hasTurn) {
      hasTurn = false;
      TURN.release();
    }
  }

  /** That there is no room for a document, with the remedy. */
  static String none(long heapBytes) {
    return "it has a document that a heap of %d MB has no room for. Give more by --driver-memory where the master is local, else by --executor-memory, or reject it by a smaller input.max-document-bytes"
        .formatted(heapBytes / 1_000_000);
  }

  private void takeTurn(int bytes) throws IOException {
    if (hasTurn || bytes <= largeBytes) {
      return;
    }
    try {
      if (!TURN.tryAcquire(LONGEST_WAIT_MINUTES, TimeUnit.MINUTES)) {
        throw new ContentException(none(heapBytes));
      }
      hasTurn = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while other tasks read large documents");
    }
  }
}
