package org.gqvae.jobs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A failure because a disk takes nothing more, on the driver or where a task failed of it.
 *
 * @param reason the message of what failed, with the path where the system gave it
 * @param remedy which disk it is, and what to do: {@code The disk of the output is full: free space
 *     there, or choose another by --output}
 */
record DiskFailure(String reason, String remedy) {
  private static final Pattern HOST = Pattern.compile("\\(TID \\d+\\) \\((\\S+) executor \\d");

  /** The name of an exception in front of its message, with what Spark has in front of that. */
  private static final Pattern EXCEPTION =
      Pattern.compile("^(.*: )?(java|org|com)\\.\\S+?Exception: ");

  private static final Pattern SCRATCH_FILE =
      Pattern.compile("/(blockmgr|spark|executor)-[0-9a-f-]{36}|Failed to (get|create) a temp");
  private static final Pattern READING = Pattern.compile("FileInputStream\\.open|access=READ");
  private static final Pattern SCRATCH_CODE =
      Pattern.compile(
          "(at )?org\\.apache\\.spark\\.(storage|shuffle|util\\.collection|broadcast)\\..*",
          Pattern.DOTALL);
  private static final Pattern OUTPUT_CODE =
      Pattern.compile("(at )?org\\.(gqvae\\.io|apache\\.hadoop\\.fs)\\..*", Pattern.DOTALL);

  /** Why a disk takes nothing more, by the words of operating systems and HDFS. */
  private enum Refusal {
    FULL("No space left on device", "is full: free space there"),
    QUOTA("quota (of .* is )?exceeded", "takes no more of this user: free some of the quota"),
    READ_ONLY("Read-only file system", "is read-only: mount it so that it can be written"),
    DENIED("Permission denied", "is not this user's: give the user the right to write there"),
    TOO_LARGE("File too large", "takes no file so large: raise the limit (ulimit -f)"),
    NO_DIRECTORY(
        "Mkdirs failed to create|Cannot make the directory|Failed to (get|create) a temp(orary)? directory",
        "takes no new directory: see that it is mounted to be written, and that this user may");

    private final Pattern words;
    private final String remedy;

    Refusal(String words, String remedy) {
      this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
      this.remedy = remedy;
    }

    static Optional<Refusal> of(String message) {
      return Stream.of(values())
          .filter(refusal -> refusal.words.matcher(message).find())
          .findFirst();
    }
  }

  /** A disk by what is written there. */
  private enum Disk {
    OUTPUT("The disk of the output", "--output"),
    SCRATCH("Spark's local disk (spark.local.dir)", "--conf spark.local.dir=DIR"),
    TEMPORARY(
        "The disk of temporary files (java.io.tmpdir)",
        "--driver-java-options -Djava.io.tmpdir=DIR");

    private final String name;
    private final String option;

    Disk(String name, String option) {
      this.name = name;
      this.option = option;
    }
  }

  /** What of a failure is a disk's; nothing where no disk is to blame. */
  static Optional<DiskFailure> of(Throwable failure) {
    if (causes(failure).anyMatch(DiskFailure::isOfReading)) {
      return Optional.empty();
    }
    String host = host(failure);
    return causes(failure)
        .filter(cause -> cause.getMessage() != null)
        .flatMap(cause -> of(cause, host).stream())
        .reduce((outer, inner) -> outer.hasPath() && !inner.hasPath() ? outer : inner);
  }

  private static Optional<DiskFailure> of(Throwable cause, String host) {
    return cause
        .getMessage()
        .lines()
        .flatMap(line -> Refusal.of(line).map(refusal -> of(cause, line, refusal, host)).stream())
        .findFirst();
  }

  private static DiskFailure of(Throwable cause, String line, Refusal refusal, String host) {
    Disk disk = disk(cause);
    return new DiskFailure(
        EXCEPTION.matcher(line).replaceFirst(""),
        "%s%s %s, or choose another by %s".formatted(disk.name, host, refusal.remedy, disk.option));
  }

  private static boolean isOfReading(Throwable cause) {
    return READING.matcher(String.valueOf(cause.getMessage())).find()
        || Stream.of(cause.getStackTrace())
            .anyMatch(frame -> READING.matcher(frame.toString()).find());
  }

  private boolean hasPath() {
    return reason.contains("/");
  }

  /** By the file, or by the code that wrote it: of a task on another machine all is in a text. */
  private static Disk disk(Throwable cause) {
    if (SCRATCH_FILE.matcher(cause.getMessage()).find()) {
      return Disk.SCRATCH;
    }
    Stream<String> code =
        Stream.concat(
            cause.getMessage().lines().map(String::strip),
            Stream.of(cause.getStackTrace()).map(StackTraceElement::toString));
    return code.flatMap(DiskFailure::diskOf).findFirst().orElseGet(() -> unknown(cause));
  }

  private static Stream<Disk> diskOf(String frame) {
    if (SCRATCH_CODE.matcher(frame).matches()) {
      return Stream.of(Disk.SCRATCH);
    }
    return OUTPUT_CODE.matcher(frame).matches() ? Stream.of(Disk.OUTPUT) : Stream.empty();
  }

  private static Disk unknown(Throwable cause) {
    return cause.getMessage().contains(System.getProperty("java.io.tmpdir"))
        ? Disk.TEMPORARY
        : Disk.OUTPUT;
  }

  private static String host(Throwable failure) {
    return causes(failure)
        .map(cause -> HOST.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(found -> " on " + found.group(1))
        .orElse("");
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }
}
