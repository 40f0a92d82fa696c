package org.gqvae.jobs.export;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.Plan;

/** One of the things that {@code export} writes, with its settings. */
interface Export {
  /** What would be read and written, and what is in the way. */
  Plan plan(Configuration hadoop);

  /** Does the work. */
  Outcome run(Configuration hadoop);

  /** What another run can use of one that is stopped; nothing where it begins afresh. */
  Optional<String> finished(Configuration hadoop);
}
