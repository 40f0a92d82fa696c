package org.gqvae.jobs.cli;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.artifact.Provenance;
import org.gqvae.io.config.Secrets;
import scala.Tuple2;

/** Where the outputs of this process come from. */
public final class Provenances {
  /** What the user names besides what {@link Provenance} takes for a secret. */
  private static final String NO_SECRET = "(?!)";

  private Provenances() {}

  /** The provenance of an output that is finished now. */
  public static Provenance of(
      SparkSession spark, Map<String, Long> seeds, String inputFingerprint, Instant started) {
    return new Provenance(
        Map.of(
            "gqvae", Build.version(),
            "java", System.getProperty("java.version"),
            "spark", spark.version()),
        Build.commit(),
        seeds,
        kept(spark.sparkContext().getConf()),
        inputFingerprint,
        started,
        Instant.now());
  }

  /** Spark's settings without those that the user calls secret by {@code spark.redaction.regex}. */
  public static Map<String, String> kept(SparkConf conf) {
    Pattern secret = Pattern.compile(conf.get("spark.redaction.regex", NO_SECRET));
    Map<String, String> kept = new TreeMap<>();
    for (Tuple2<String, String> entry : conf.getAll()) {
      boolean isSecret = secret.matcher(entry._1()).find() || secret.matcher(entry._2()).find();
      kept.put(entry._1(), isSecret ? Secrets.REDACTED : entry._2());
    }
    return kept;
  }
}
