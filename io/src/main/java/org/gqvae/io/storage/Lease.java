package org.gqvae.io.storage;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;

/**
 * The right to write a directory, and what is below it, which one command has at a time. A file in
 * the directory says who holds it, and a thread renews it. Closing the lease removes the file, and
 * the directories that were made for it where nothing else is in them; so does the end of this JVM,
 * unless it is killed.
 *
 * <p>The lease of a holder that was killed is taken over, with a warning: at once where its process
 * ran on this machine and is gone, else where it has not been renewed for a term of 30 seconds and
 * is not renewed while this command watches it for 10 more. Clocks of machines may thus differ.
 *
 * <p>On local disks and HDFS a lease is made, and taken over, by one command alone. An object store
 * may let two commands make the file at once: there each waits two seconds, and the one whose file
 * was replaced gives up. Only where a store takes longer than that to write a small file may both
 * begin; the first of them finds out when it renews its lease, or by {@link #check}.
 */
public final class Lease implements Closeable {
  static final String NAME = "_lease.json";

  /** Made by the one command that takes a lease over, for a moment. */
  private static final String TURN = "_lease-turn.json";

  /** After Spark has stopped, and before Hadoop closes file systems. */
  private static final int HOOK_PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  private static final Set<Lease> HELD = ConcurrentHashMap.newKeySet();
  private static boolean hooked;

  private final Path directory; // qualified
  private final FileSystem files;
  private final LeaseFile file;
  private final LeaseHolder holder;
  private final Consumer<String> warning;
  private final LeasePace pace;
  private final LeasesAround around;
  private final List<Path> made;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(Lease::daemon);
  private final Thread owner = Thread.currentThread();
  private String loss; // null: not known of
  private boolean closed;

  private Lease(
      Path directory,
      String command,
      Consumer<String> warning,
      LeasePace pace,
      Configuration hadoop)
      throws IOException {
    this.directory = place(directory, hadoop);
    this.files = Storage.of(directory, hadoop);
    this.file = LeasesAround.file(this.directory, files);
    this.holder = LeaseHolder.here(command, pace.clock().instant());
    this.warning = warning;
    this.pace = pace;
    this.around = new LeasesAround(this.directory, files, pace);
    this.made = missing(this.directory, files);
  }

  /**
   * Takes the lease of a directory, which is made where it is missing. The calling thread is
   * interrupted when a renewal finds the lease lost.
   *
   * @param command who takes it, for the messages of others
   * @param warning takes a line where the lease of a dead command is taken over, or this one is
   *     lost
   * @throws UsageException when a living command holds the directory, one above it or one right in
   *     it
   */
  public static Lease acquire(
      Path directory, String command, Consumer<String> warning, Configuration hadoop)
      throws IOException {
    return acquire(directory, command, warning, LeasePace.USUAL, hadoop);
  }

  static Lease acquire(
      Path directory,
      String command,
      Consumer<String> warning,
      LeasePace pace,
      Configuration hadoop)
      throws IOException {
    Lease lease = new Lease(directory, command, warning, pace, hadoop);
    try {
      HELD.add(lease); // so that it is closed too where this JVM ends at this very moment
      closeAtTheEndOfThisJvm();
      lease.begin();
      return lease;
    } catch (IOException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /**
   * Looks whether a lease could be taken, and changes nothing.
   *
   * @throws UsageException when a living command holds the directory, one above it or one right in
   *     it
   */
  public static void checkFree(Path directory, Configuration hadoop) throws IOException {
    LeasesAround around =
        new LeasesAround(place(directory, hadoop), Storage.of(directory, hadoop), LeasePace.USUAL);
    around.checkDirectory();
    around.checkSurroundings();
  }

  /**
   * Checks all leases of this process on {@code place} or on directories above it, before a file is
   * written there that says that an output is whole.
   *
   * @throws JobFailedException when another command has taken one over
   */
  public static void checkHeld(Path place, Configuration hadoop) throws IOException {
    String name = place(place, hadoop) + "/";
    for (Lease lease : HELD) {
      if (name.startsWith(lease.directory + "/")) {
        lease.check();
      }
    }
  }

  /**
   * Looks whether a directory can be read for the whole output of a command.
   *
   * @throws UsageException when a command writes there, or was killed while it did
   */
  public static void checkWhole(Path directory, FileSystem files) throws IOException {
    Optional<LeaseFile.Entry> entry = LeasesAround.file(directory, files).read();
    if (entry.isPresent()) {
      throw new UsageException(
          LeasePace.USUAL.isAlive(entry.get())
              ? "Input %s is being written by %s. Wait for the end of that command"
                  .formatted(directory, entry.get())
              : "Input %s was left unfinished by %s, which is dead. Run that command again with --overwrite, or remove %s there to read what there is"
                  .formatted(directory, entry.get(), NAME));
    }
  }

  /** Whether a file of this name in an output belongs to a lease, and not to the output. */
  public static boolean isOwnName(String name) {
    return name.equals(NAME) || name.equals(TURN);
  }

  /**
   * Checks that this lease is still held, and renews it.
   *
   * @throws JobFailedException when another command has taken it over, because this one stood still
   */
  public synchronized void check() {
    checkKnown();
    try {
      Optional<LeaseFile.Entry> entry = file.read();
      if (entry.isEmpty() || !entry.get().isOf(holder)) {
        loss = lost(entry);
        throw new JobFailedException(loss);
      }
      file.renew(holder, pace.clock().instant());
    } catch (IOException e) {
      throw JobFailedException.cannot("renew the lease of " + directory, e);
    }
  }

  /**
   * Throws where it is known already that this lease was lost; looks at no file.
   *
   * @throws JobFailedException when another command has taken it over
   */
  public synchronized void checkKnown() {
    if (loss != null) {
      throw new JobFailedException(loss);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    renewals.shutdown();
    HELD.remove(this);
    if (loss != null) {
      return;
    }
    try {
      if (file.read().filter(entry -> entry.isOf(holder)).isPresent()) {
        file.delete();
        removeDirectories();
      }
    } catch (FileNotFoundException e) {
      // the command itself has removed its output
    } catch (IOException e) {
      warning.accept("Cannot remove the lease of " + directory + ": " + e.getMessage());
    }
  }

  /**
   * Removes the directories that were made for this lease, up to the first with something in it.
   */
  private void removeDirectories() throws IOException {
    for (Path path : made) {
      if (files.listStatus(path).length > 0) {
        return;
      }
      files.delete(path, false);
    }
  }

  private synchronized void begin() throws IOException {
    if (closed) {
      throw new IOException("this command is about to end");
    }
    take();
    around.checkSurroundings();
    renewals.scheduleWithFixedDelay(
        this::renew, 0, pace.renewal().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void take() throws IOException {
    if (!file.create(holder)) {
      takeOver();
    }
    if (!file.isExclusive()) {
      pause(pace.settling());
      Optional<LeaseFile.Entry> entry = file.read();
      if (entry.isPresent() && !entry.get().isOf(holder)) {
        throw around.refusal(directory, entry.get());
      }
    }
  }

  private void takeOver() throws IOException {
    boolean taken = false;
    while (!taken) {
      Optional<LeaseFile.Entry> found = file.read();
      if (found.isEmpty()) { // its holder has ended since
        taken = file.create(holder);
      } else {
        checkDead(found.get());
        taken = replace(found.get());
      }
    }
  }

  /** Returns where the holder is dead, after a while where that takes some watching. */
  private void checkDead(LeaseFile.Entry found) throws IOException {
    if (found.hasEnded()) {
      return;
    }
    if (pace.mayBeOver(found)) {
      pause(pace.watch());
      if (file.read().equals(Optional.of(found))) {
        return;
      }
    }
    throw around.refusal(directory, found);
  }

  /** Puts this lease in the place of a dead one; false where another command was faster. */
  private boolean replace(LeaseFile.Entry dead) throws IOException {
    String line = "Taking over the lease of %s: its holder is dead, %s".formatted(directory, dead);
    if (!file.isExclusive()) {
      file.replace(holder);
      warning.accept(line);
      return true;
    }
    LeaseFile turn = new LeaseFile(new Path(directory, TURN), files);
    if (!turn.create(holder)) {
      Optional<LeaseFile.Entry> other = turn.read();
      if (other.isPresent()) {
        if (pace.isAlive(other.get())) {
          throw around.refusal(directory, other.get());
        }
        turn.delete(); // of a command that was killed at this very point
      }
      return false;
    }
    try {
      if (!file.read().equals(Optional.of(dead))) {
        return false;
      }
      file.delete();
      if (!file.create(holder)) {
        return false;
      }
      warning.accept(line);
      return true;
    } finally {
      turn.delete();
    }
  }

  private synchronized void renew() {
    if (closed || loss != null) {
      return;
    }
    try {
      check();
    } catch (RuntimeException e) {
      if (loss != null) { // else a file system does not answer, which may do so next time
        owner.interrupt();
      }
      warning.accept(e.getMessage());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "lease");
    thread.setDaemon(true);
    return thread;
  }

  private static synchronized void closeAtTheEndOfThisJvm() {
    if (!hooked) {
      ShutdownHookManager.get().addShutdownHook(() -> HELD.forEach(Lease::close), HOOK_PRIORITY);
      hooked = true;
    }
  }

  private String lost(Optional<LeaseFile.Entry> entry) {
    return "Output %s is no longer this command's: %s. What is there may be incomplete: run one command again with --overwrite"
        .formatted(
            directory,
            entry
                .map(
                    other ->
                        "while it stood still for more than %d seconds, the output was taken over by %s"
                            .formatted(pace.term().toSeconds(), other))
                .orElse("its lease " + NAME + " was removed"));
  }

  /** The one name of a directory: a URI's path may end in a slash. */
  private static Path place(Path directory, Configuration hadoop) throws IOException {
    return new Path(Storage.qualified(directory, hadoop).toString());
  }

  /** The directories that making this one makes, from the lowest up. */
  private static List<Path> missing(Path directory, FileSystem files) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path path = directory; path != null && !files.exists(path); path = path.getParent()) {
      missing.add(path);
    }
    return missing;
  }

  private static void pause(Duration duration) throws IOException {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("Interrupted at a lease").initCause(e);
    }
  }
}
