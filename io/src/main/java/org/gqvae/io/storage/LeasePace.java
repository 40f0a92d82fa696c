package org.gqvae.io.storage;

import java.time.Clock;
import java.time.Duration;

/**
 * How fast a {@link Lease} goes.
 *
 * @param renewal the time between renewals
 * @param settling how long an object store may take to write a small file
 */
record LeasePace(Clock clock, Duration renewal, Duration settling) {
  static final LeasePace USUAL =
      new LeasePace(Clock.systemUTC(), Duration.ofSeconds(5), Duration.ofSeconds(2));

  /** The time without a renewal after which a lease may be over. */
  Duration term() {
    return renewal.multipliedBy(6);
  }

  /** How long such a lease is watched before it is taken over. */
  Duration watch() {
    return renewal.multipliedBy(2);
  }

  /** Whether a lease has not been renewed for its term. */
  boolean mayBeOver(LeaseFile.Entry entry) {
    return Duration.between(entry.renewed(), clock.instant()).abs().compareTo(term()) > 0;
  }

  /** Whether the holder of a lease must be taken for one that lives. */
  boolean isAlive(LeaseFile.Entry entry) {
    return !entry.hasEnded() && !mayBeOver(entry);
  }
}
