package org.gqvae.io.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Instant RENEWED = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration RENEWAL = Duration.ofMillis(50);
  private static final Duration TERM = Duration.ofMillis(300);

  private final Configuration hadoop = new Configuration();
  private final List<String> warnings = new ArrayList<>();

  @TempDir java.nio.file.Path folder;

  @Test
  void hasOneHolderAtATime() throws IOException {
    try (Lease first = acquire("out")) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> acquire("out"))
          .isInstanceOf(UsageException.class)
          .hasMessageMatching(
              "Output file:.*/out is being written by tokenize \\(host .+, pid "
                  + ProcessHandle.current().pid()
                  + ", since 20.+Z\\), last renewed at 20.+Z\\. Wait for the end .*--output.*");
      assertThatThrownBy(() -> Lease.checkFree(path("out"), hadoop))
          .isInstanceOf(UsageException.class);
    }
    Lease.checkFree(path("out"), hadoop);
    acquire("out").close();
    assertThat(warnings).isEmpty();
  }

  @Test
  void hasOneHolderOfManyWhoComeAtOnce() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(holders("fresh" + i)).hasSize(1);
    }
  }

  @Test
  void isTakenOverByOneOfManyWhoComeAtOnce() throws Exception {
    long pid = endedProcess();
    for (int i = 0; i < 20; i++) {
      write("dead" + i, holder(machine(), pid), Instant.now());
      assertThat(holders("dead" + i)).hasSize(1);
      assertThat(folder.resolve("dead" + i)).isEmptyDirectory();
    }
  }

  @Test
  void leavesNothingThatItMade() throws IOException {
    acquire("a/b/c").close();
    assertThat(folder).isEmptyDirectory();

    Lease lease = acquire("a/b/c");
    Files.writeString(folder.resolve("a/b/file"), "");
    lease.close();
    assertThat(names("a")).containsExactly("b");
    assertThat(names("a/b")).containsExactly("file");

    acquire("a").close();
    assertThat(names("a")).containsExactly("b");
  }

  @Test
  void leavesADirectoryThatWasThere() throws IOException {
    Files.createDirectory(folder.resolve("out"));
    Lease lease = acquire("out");
    assertThat(names("out")).containsExactly("_lease.json");
    assertThat(Storage.isVacant(path("out"), hadoop)).isTrue();
    lease.close();
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @Test
  void holdsWhatIsBelow() throws IOException {
    Lease above = acquire("out");
    assertThatThrownBy(() -> acquire("out/run/tokenizer"))
        .isInstanceOf(UsageException.class)
        .hasMessageMatching(
            "Output .*/out/run/tokenizer cannot be written while .*/out is being written by .*");
    assertThat(names("out")).containsExactly("_lease.json");
    above.close();

    Lease below = acquire("out/tokens");
    assertThatThrownBy(() -> acquire("out"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("/out cannot be written while ");
    assertThat(names("out")).containsExactly("tokens");
    below.close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void isRenewedWhileItIsHeld() throws Exception {
    try (Lease lease = acquire("out", new LeasePace(Clock.systemUTC(), RENEWAL, Duration.ZERO))) {
      assertThat(lease).isNotNull();
      java.nio.file.Path file = folder.resolve("out/_lease.json");
      Files.setLastModifiedTime(file, FileTime.from(RENEWED));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (Files.getLastModifiedTime(file).toInstant().equals(RENEWED)) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(10);
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void isTakenOverWhenItWasNotRenewedForItsTerm() throws IOException {
    write("out", holder("elsewhere", 1), RENEWED);
    for (Duration age : List.of(TERM, TERM.negated(), Duration.ZERO)) {
      assertThatThrownBy(() -> acquire("out", pace(RENEWED.plus(age))))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("is being written by count (host there, pid 1, since then), last");
    }
    acquire("out", pace(RENEWED.plus(TERM).plusMillis(1))).close();
    assertThat(warnings)
        .singleElement()
        .asString()
        .matches("Taking over the lease of file:.*/out: its holder is dead, count \\(host there.*");
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @Test
  void isKeptByAHolderOnAMachineWhoseClockIsWrong() throws Exception {
    write("out", holder("elsewhere", 1), RENEWED);
    java.nio.file.Path file = folder.resolve("out/_lease.json");
    ScheduledExecutorService holder = Executors.newSingleThreadScheduledExecutor();
    holder.scheduleAtFixedRate(() -> touch(file), 0, 20, TimeUnit.MILLISECONDS);
    LeasePace pace = new LeasePace(Clock.systemUTC(), Duration.ofSeconds(1), Duration.ZERO);
    assertThatThrownBy(() -> acquire("out", pace)).isInstanceOf(UsageException.class);
    holder.shutdown();
    assertThat(holder.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readAllBytes(file)).isEqualTo(JsonFile.bytes(holder("elsewhere", 1)));
  }

  /** Sets a time that is not this machine's, and another one each time. */
  private static void touch(java.nio.file.Path file) {
    try {
      Instant last = Files.getLastModifiedTime(file).toInstant();
      Files.setLastModifiedTime(file, FileTime.from(last.plusMillis(20)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void isTakenOverAtOnceFromAProcessThatHasEnded() throws Exception {
    write("out", holder(machine(), endedProcess()), RENEWED);
    acquire("out", pace(RENEWED)).close();
    assertThat(warnings).hasSize(1);
  }

  @Test
  void isTakenOverAtOnceWhereItsPidIsThatOfAYoungerProcess() throws IOException {
    long pid = ProcessHandle.current().pid();
    Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
    write("out", holder(machine(), pid), start);
    assertThatThrownBy(() -> acquire("out", pace(start))).isInstanceOf(UsageException.class);
    Instant before = start.minusSeconds(10);
    write("out", holder(machine(), pid), before);
    acquire("out", pace(before)).close();
    assertThat(warnings).hasSize(1);
  }

  @Test
  void isHeldByWhoHasNotWrittenItsNameYet() throws IOException {
    Files.createDirectory(folder.resolve("out"));
    java.nio.file.Path file = Files.createFile(folder.resolve("out/_lease.json"));
    Files.setLastModifiedTime(file, FileTime.from(RENEWED));
    assertThatThrownBy(() -> acquire("out", pace(RENEWED)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is being written by a command, last renewed at " + RENEWED);
    acquire("out", pace(RENEWED.plusSeconds(1))).close();
    assertThat(warnings).hasSize(1);
  }

  @Test
  void isTakenOverThoughAnEarlierTakeoverWasKilled() throws IOException {
    write("out", holder("elsewhere", 1), RENEWED);
    java.nio.file.Path lease = folder.resolve("out/_lease.json");
    java.nio.file.Path turn = folder.resolve("out/_lease-turn.json");
    Files.copy(lease, turn);
    Files.setLastModifiedTime(turn, FileTime.from(RENEWED));
    acquire("out", pace(RENEWED.plusSeconds(1))).close();
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @Test
  void isNoticedWhenLost() throws IOException {
    Lease lease = acquire("out");
    Lease.checkHeld(path("out/_tokenizer"), hadoop);
    write("out", holder("elsewhere", 1), Instant.now());
    assertThatThrownBy(lease::check)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("is no longer this command's")
        .hasMessageContaining("was taken over by count (host there, pid 1, since then)");
    assertThatThrownBy(() -> Lease.checkHeld(path("out/_tokenizer"), hadoop))
        .isInstanceOf(JobFailedException.class);
    assertThatCode(() -> Lease.checkHeld(path("other"), hadoop)).doesNotThrowAnyException();
    lease.close();
    assertThat(names("out")).containsExactly("_lease.json");
  }

  @Test
  void interruptsWhoHasLostIt() throws IOException {
    try (Lease lease = acquire("out", new LeasePace(Clock.systemUTC(), RENEWAL, Duration.ZERO))) {
      write("out", holder("elsewhere", 1), Instant.now());
      assertThatThrownBy(() -> Thread.sleep(60_000)).isInstanceOf(InterruptedException.class);
      assertThatThrownBy(lease::checkKnown).isInstanceOf(JobFailedException.class);
    }
    assertThat(warnings).singleElement().asString().contains("is no longer this command's");
    assertThat(names("out")).containsExactly("_lease.json");
  }

  @Test
  void isNoticedWhenRemoved() throws IOException {
    try (Lease lease = acquire("out")) {
      Files.delete(folder.resolve("out/_lease.json"));
      assertThatThrownBy(lease::check)
          .isInstanceOf(JobFailedException.class)
          .hasMessageContaining("its lease _lease.json was removed");
    }
  }

  /** Which of eight threads get the lease, none of which gives it back before all have tried. */
  private List<Lease> holders(String name) throws Exception {
    int count = 8;
    CyclicBarrier start = new CyclicBarrier(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      Callable<Stream<Lease>> take =
          () -> {
            start.await();
            try {
              return Stream.of(Lease.acquire(path(name), "tokenize", line -> {}, hadoop));
            } catch (UsageException e) {
              return Stream.empty();
            }
          };
      List<Lease> holders = new ArrayList<>();
      for (Future<Stream<Lease>> taken : threads.invokeAll(Collections.nCopies(count, take))) {
        taken.get().forEach(holders::add);
      }
      holders.forEach(Lease::check);
      holders.forEach(Lease::close);
      return holders;
    } finally {
      threads.shutdown();
    }
  }

  private Lease acquire(String name) throws IOException {
    return acquire(name, LeasePace.USUAL);
  }

  private Lease acquire(String name, LeasePace pace) throws IOException {
    return Lease.acquire(path(name), "tokenize", warnings::add, pace, hadoop);
  }

  /** A pace at which it is always the same time. */
  private static LeasePace pace(Instant now) {
    return new LeasePace(Clock.fixed(now, ZoneOffset.UTC), RENEWAL, Duration.ZERO);
  }

  private static LeaseHolder holder(String machine, long pid) {
    return new LeaseHolder("count", "there", machine, pid, "then", "id");
  }

  private static long endedProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  /** The machine that this test runs on. */
  private static String machine() {
    return LeaseHolder.here("", Instant.now()).machine();
  }

  private void write(String name, LeaseHolder holder, Instant renewed) throws IOException {
    java.nio.file.Path file = folder.resolve(name).resolve("_lease.json");
    Files.createDirectories(file.getParent());
    Files.write(file, JsonFile.bytes(holder));
    Files.setLastModifiedTime(file, FileTime.from(renewed));
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }

  private List<String> names(String directory) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(folder.resolve(directory))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
