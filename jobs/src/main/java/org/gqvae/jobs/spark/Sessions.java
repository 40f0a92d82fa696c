package org.gqvae.jobs.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Opens Spark sessions with what every verb needs, where the user has not chosen otherwise. */
public final class Sessions {
  private Sessions() {}

  /** A session for {@code verb}; the caller closes it. */
  public static SparkSession open(String verb) {
    return SparkSession.builder().config(conf().setIfMissing("spark.app.name", verb)).getOrCreate();
  }

  /** Where files are and who may read them, as the session will know it; starts nothing. */
  public static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(conf());
  }

  private static SparkConf conf() {
    return new SparkConf()
        .setIfMissing("spark.master", "local[*]")
        .setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1")
        .setIfMissing("spark.sql.catalogImplementation", "in-memory");
  }
}
