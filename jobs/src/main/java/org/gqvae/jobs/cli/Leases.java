package org.gqvae.jobs.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leases of all outputs of a command, which it has from before it writes to its end. */
final class Leases implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final Deque<Lease> leases = new ArrayDeque<>();

  private Leases() {}

  /**
   * Takes all leases, or none.
   *
   * @throws UsageException when a living command holds one, or an output holds what stops the verb
   */
  static Leases of(List<OutputDirectory> outputs, String verb, Configuration hadoop) {
    Leases leases = new Leases();
    try {
      for (OutputDirectory output : outputs) {
        leases.leases.push(output.lease(verb, LOG::warn, hadoop));
        output.check(hadoop); // another command may have written there since the plan was made
      }
      return leases;
    } catch (RuntimeException e) {
      leases.close();
      throw e;
    }
  }

  /**
   * Checks that none has been lost.
   *
   * @throws JobFailedException when another command has taken an output over
   */
  void check() {
    leases.forEach(Lease::check);
  }

  /**
   * Throws where it is known already that one was lost, of which the work may have failed.
   *
   * @throws JobFailedException when another command has taken an output over
   */
  void checkKnown() {
    leases.forEach(Lease::checkKnown);
  }

  @Override
  public void close() {
    leases.forEach(Lease::close);
  }
}
