package org.gqvae.jobs;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.Provenance;
import scala.Tuple2;

/** Where the outputs of this process come from. */
final class Provenances {
  private Provenances() {}

  /** The provenance of an output that is finished now. */
  static Provenance of(
      SparkSession spark, Map<String, Long> seeds, String inputFingerprint, Instant started) {
    Map<String, String> conf = new TreeMap<>();
    for (Tuple2<String, String> entry : Arrays.asList(spark.sparkContext().getConf().getAll())) {
      conf.put(entry._1(), entry._2());
    }
    return new Provenance(
        Map.of(
            "gqvae", Build.version(),
            "java", System.getProperty("java.version"),
            "spark", spark.version()),
        Build.commit(),
        seeds,
        conf,
        inputFingerprint,
        started,
        Instant.now());
  }
}
