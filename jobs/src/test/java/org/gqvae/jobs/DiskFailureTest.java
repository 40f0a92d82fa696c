package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkException;
import org.gqvae.io.failure.JobFailedException;
import org.junit.jupiter.api.Test;

class DiskFailureTest {
  @Test
  void namesTheOutputWhereItsDiskIsFull() {
    IOException full = failureOfAFullDisk();
    assertThat(
            told(
                JobFailedException.cannot(
                    "write out", new IOException("/d/out (" + full.getMessage() + ")", full))))
        .isEqualTo(
            "/d/out (No space left on device)|The disk of the output is full: free space there, or choose another by --output");
  }

  @Test
  void namesSparksLocalDiskByTheFile() {
    assertThat(
            told(
                new FileNotFoundException(
                    "/disk1/blockmgr-01234567-89ab-cdef-0123-456789abcdef/03/temp (Permission denied)")))
        .endsWith(
            "|Spark's local disk (spark.local.dir) is not this user's: give the user the right to write there, or choose another by --conf spark.local.dir=DIR");
  }

  @Test
  void namesTheDiskOfAMachineThatTellsAllInAText() {
    String lost =
        """
        Job aborted due to stage failure: Task 3 in stage 0.0 failed 4 times, most recent failure: Lost task 3.3 in stage 0.0 (TID 9) (10.0.0.8 executor 1): java.io.IOException: Disk quota exceeded
        \tat java.base/java.io.FileOutputStream.writeBytes(Native Method)
        \tat org.apache.spark.storage.TimeTrackingOutputStream.write(TimeTrackingOutputStream.java:59)
        \tat org.gqvae.jobs.count.CountJob.write(CountJob.java:1)

        Driver stacktrace:
        """;
    assertThat(told(new SparkException(lost)))
        .isEqualTo(
            "Disk quota exceeded|Spark's local disk (spark.local.dir) on 10.0.0.8 takes no more of this user: free some of the quota, or choose another by --conf spark.local.dir=DIR");
  }

  @Test
  void knowsTheOtherReasonsOfSystems() {
    assertThat(told(new IOException("/out/a (Read-only file system)")))
        .contains("is read-only: mount it");
    assertThat(told(new IOException("/out/a (File too large)"))).contains("ulimit -f");
    assertThat(told(new IOException("Mkdirs failed to create file:/out/a")))
        .contains("takes no new directory");
    assertThat(told(new IOException("The DiskSpace quota of /out is exceeded")))
        .contains("free some");
  }

  @Test
  void blamesNoDiskForAnythingElse() {
    assertThat(DiskFailure.of(new IOException("Connection refused"))).isEmpty();
    assertThat(DiskFailure.of(new IllegalStateException())).isEmpty();
  }

  @Test
  void blamesNoDiskForWhatMustNotBeRead() {
    IOException local = new FileNotFoundException("/in (Permission denied)");
    local.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.io.FileInputStream", "open", "FileInputStream.java", 216)
        });
    assertThat(DiskFailure.of(JobFailedException.cannot("read /in", local))).isEmpty();
    assertThat(
            DiskFailure.of(new IOException("Permission denied: user=me, access=READ, inode=/in")))
        .isEmpty();
  }

  private static String told(Throwable failure) {
    return DiskFailure.of(failure).map(disk -> disk.reason() + "|" + disk.remedy()).orElse("");
  }

  /** As the system gives it. */
  private static IOException failureOfAFullDisk() {
    try (OutputStream out = Files.newOutputStream(Path.of("/dev/full"))) {
      out.write("text".getBytes(StandardCharsets.UTF_8));
      throw new AssertionError("/dev/full has taken a text");
    } catch (IOException e) {
      return e;
    }
  }
}
