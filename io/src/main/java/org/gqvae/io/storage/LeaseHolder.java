package org.gqvae.io.storage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds a {@link Lease}: the content of its file.
 *
 * @param command its verb
 * @param host the name of its machine, for people
 * @param machine a name of the running system in which its pid counts, which no other has; empty
 *     where there is none
 * @param pid its process there
 * @param started when it took the lease, in the form of ISO 8601
 * @param id of this lease alone
 */
record LeaseHolder(
    @JsonProperty("command") String command,
    @JsonProperty("host") String host,
    @JsonProperty("machine") String machine,
    @JsonProperty("pid") long pid,
    @JsonProperty("started") String started,
    @JsonProperty("id") String id) {

  /** Times of starts of processes are not more precise. */
  private static final Duration PRECISION = Duration.ofSeconds(2);

  LeaseHolder {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(id, "id");
  }

  /** This process, with a fresh id. */
  static LeaseHolder here(String command, Instant now) {
    return new LeaseHolder(
        command,
        nameOfHost(),
        nameOfMachine(),
        ProcessHandle.current().pid(),
        now.truncatedTo(ChronoUnit.SECONDS).toString(),
        UUID.randomUUID().toString());
  }

  /**
   * Whether its process is known to have ended: it ran in this system, where its pid belongs to no
   * process, or to one that is younger.
   *
   * @param renewed when the holder was last heard of
   */
  boolean hasEnded(Instant renewed) {
    if (machine.isEmpty() || !machine.equals(nameOfMachine())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty()
        || process
            .flatMap(alive -> alive.info().startInstant())
            .filter(start -> start.isAfter(renewed.plus(PRECISION)))
            .isPresent();
  }

  /** For messages: {@code tokenize (host build-1, pid 4711, since 2026-11-27T13:10:07Z)}. */
  @Override
  public String toString() {
    return "%s (host %s, pid %d, since %s)".formatted(command, host, pid, started);
  }

  private static String nameOfHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** On Linux the boot and the namespace of pids: containers of one name have different ones. */
  private static String nameOfMachine() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return "";
    }
  }
}
