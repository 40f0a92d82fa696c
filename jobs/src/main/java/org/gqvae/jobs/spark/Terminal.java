package org.gqvae.jobs.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal that bars are drawn on, in plain characters. A bar has one line, however narrow the
 * terminal is; what is logged meanwhile is written over it, and the bar goes on below.
 */
public final class Terminal {
  private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);

  /** Java itself tells of stdin and stdout alone, whether they are a terminal. */
  private static final String SIZE_OF_STDERR = "exec 3>&2 2> /dev/null; test -t 3 && stty size <&3";

  /** Where a terminal does not know its width. */
  private static final int USUAL_COLUMNS = 80;

  private final PrintStream out;
  private final int columns;

  Terminal(PrintStream out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  /**
   * The terminal that stderr is. None where stderr is a file or a pipe, and none where this
   * software logs problems alone.
   */
  public static Optional<Terminal> forProgress() {
    if (!LOG.isInfoEnabled()) {
      return Optional.empty();
    }
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", SIZE_OF_STDERR)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      shell.getOutputStream().close();
      String size = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return shell.waitFor() == 0
          ? Optional.of(new Terminal(System.err, columns(size)))
          : Optional.empty();
    } catch (IOException e) { // a system without a shell
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Of {@code rows columns}, as stty tells them. */
  private static int columns(String size) {
    int columns = Integer.parseInt(size.strip().split(" ")[1]);
    return columns == 0 ? USUAL_COLUMNS : columns;
  }

  /** A bar to be built, without a length yet. */
  public ProgressBarBuilder bar(String name, String unit, long unitSize) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setUnit(unit, unitSize)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new Line());
  }

  private final class Line implements ProgressBarConsumer {
    /** A terminal may go to the next line behind its last column. */
    @Override
    public int getMaxRenderedLength() {
      return Math.max(1, columns - 1);
    }

    @Override
    public void accept(String bar) {
      int length = getMaxRenderedLength();
      out.print("\r" + ("%-" + length + "." + length + "s").formatted(bar) + "\r");
      out.flush();
    }

    @Override
    public void close() {
      out.println();
    }
  }
}
