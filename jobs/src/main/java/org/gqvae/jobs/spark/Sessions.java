package org.gqvae.jobs.spark;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Opens Spark sessions with what every verb needs, where the user has not chosen otherwise. */
public final class Sessions {
  /** What Spark calls an application that the user has not named. */
  private static final Set<String> NAMES_OF_NOBODY = Set.of("", "org.gqvae.jobs.Main");

  /** Masters that end a job when its first task fails. */
  private static final Pattern WITHOUT_RETRIES = Pattern.compile("local(\\[[^,]*])?");

  private static final String LOG_OF_LOST_TASKS = "org.apache.spark.scheduler.TaskSetManager";

  private Sessions() {}

  /**
   * A session of that name, unless the user has named it; the caller closes it. What this thread
   * runs in it belongs to a job group of that name.
   */
  public static SparkSession open(String name) {
    SparkConf conf = conf();
    if (NAMES_OF_NOBODY.contains(conf.get("spark.app.name", ""))) {
      conf.setAppName(name);
    }
    if (WITHOUT_RETRIES.matcher(conf.get("spark.master")).matches()) { // the command tells why
      Configurator.setLevel(LOG_OF_LOST_TASKS, Level.OFF);
    }
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    spark.sparkContext().setJobGroup(name, name, true);
    return spark;
  }

  /** Where files are and who may read them, as the session will know it; starts nothing. */
  public static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(conf());
  }

  /** The properties that the session will have; starts nothing. */
  public static SparkConf conf() {
    return new SparkConf()
        .setIfMissing("spark.master", "local[*]")
        .setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1")
        .setIfMissing("spark.sql.catalogImplementation", "in-memory");
  }
}
