package org.gqvae.jobs;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in which a command ends: by itself, or stopped from another thread, whichever comes
 * first. A command that is stopped says so when Spark has ended, before its leases are given back;
 * what Spark, the log and the command's own thread have to say of it is left out.
 */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  /** After Spark's hook, which ends its tasks, and before the leases' and Hadoop's. */
  private static final int AFTER_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 20;

  private final AtomicReference<Integer> code = new AtomicReference<>(); // null: goes on

  /** A signal by which people and schedulers stop a command. */
  private enum StopSignal {
    HUP,
    INT,
    TERM
  }

  /**
   * Takes over the signals that stop a command. Only the first has an effect.
   *
   * @param told takes the name of the signal, such as SIGTERM, and the exit code, as shells have it
   */
  void endBySignals(BiConsumer<String, Integer> told) {
    for (StopSignal signal : StopSignal.values()) {
      IrqHandler handler =
          new IrqHandler(
              signal.name(),
              received -> {
                int status = 128 + received.getNumber();
                stop(status, () -> told.accept("SIG" + signal, status));
              });
      try {
        handler.bind();
      } catch (IllegalArgumentException e) { // java -Xrs leaves it to the system
        LOG.debug("{} is not taken over", signal, e);
      }
    }
  }

  /** Ends this process from any thread, unless the command is ending already. */
  void stop(int status, Runnable told) {
    if (code.compareAndSet(null, status)) {
      Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
      System.setErr(new PrintStream(OutputStream.nullOutputStream())); // Scala prints stack traces
      ShutdownHookManager.get().addShutdownHook(told, AFTER_SPARK);
      System.exit(status);
    }
  }

  /** Whether the command is stopped: what fails from now on fails of that. */
  boolean isStopped() {
    return code.get() != null;
  }

  /** Ends the command by itself; false where it is stopped, which others tell. */
  boolean end(int status) {
    return code.compareAndSet(null, status);
  }

  /** The exit code of a command that ends. */
  int code() {
    return code.get();
  }
}
