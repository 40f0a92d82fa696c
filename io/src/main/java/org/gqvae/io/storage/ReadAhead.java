package org.gqvae.io.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.gqvae.io.failure.JobFailedException;

/**
 * Reads many small things, which are mostly waited for, several at a time, and gives them in the
 * order in which they were asked for.
 *
 * <pre>{@code
 * try (ReadAhead<Path, byte[]> heads = ReadAhead.of(paths, path -> head(path))) {
 *   while (heads.hasNext()) {
 *     digest.update(heads.next());
 *   }
 * }
 * }</pre>
 *
 * @param <K> names a thing
 * @param <T> a thing
 */
public final class ReadAhead<K, T> implements Iterator<T>, AutoCloseable {
  private static final int THREADS = 32;

  /** Things that are read and not yet given. */
  private static final int MOST_AHEAD = 4 * THREADS;

  private final Iterator<K> keys;
  private final Function<K, T> reader;
  private final ExecutorService threads;
  private final Deque<Future<T>> ahead = new ArrayDeque<>();

  private ReadAhead(List<K> keys, Function<K, T> reader) {
    this.keys = keys.iterator();
    this.reader = reader;
    this.threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(THREADS, keys.size())),
            task -> {
              Thread thread = new Thread(task, "read ahead");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to read.
   *
   * @param reader gives a thing, on any thread
   */
  public static <K, T> ReadAhead<K, T> of(List<K> keys, Function<K, T> reader) {
    return new ReadAhead<>(keys, reader);
  }

  @Override
  public boolean hasNext() {
    return keys.hasNext() || !ahead.isEmpty();
  }

  /** The next thing; throws what its reader threw. */
  @Override
  public T next() {
    while (keys.hasNext() && ahead.size() < MOST_AHEAD) {
      K key = keys.next();
      ahead.add(threads.submit(() -> reader.apply(key)));
    }
    try {
      return ahead.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobFailedException("Stopped while files were read", e);
    }
  }

  /** Gives up what has not been given. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
