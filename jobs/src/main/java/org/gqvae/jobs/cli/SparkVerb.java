package org.gqvae.jobs.cli;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.jobs.spark.Sessions;

/**
 * A verb whose work is done in a Spark session.
 *
 * @param <S> the verb's settings
 */
public abstract class SparkVerb<S> extends Verb<S> {
  /** Does the work. The session is closed afterwards. */
  protected abstract Outcome run(S settings, SparkSession spark);

  @Override
  protected final Outcome run(S settings, Configuration hadoop) {
    return Sessions.run("gqvae " + name(), spark -> run(settings, spark));
  }
}
