package org.gqvae.io.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.Secrets;
import org.gqvae.io.storage.JsonFile;

/**
 * Where an output came from: {@code provenance.json}. Times stand here and nowhere else.
 *
 * @param versions of the software, by name: {@code gqvae}, {@code java}, {@code spark}
 * @param commit of the source; {@code unknown} where it is not known
 * @param seeds by the setting's key
 * @param sparkConf Spark's settings; the values of those that look like secrets are replaced
 * @param inputFingerprint of the input as it was listed
 */
public record Provenance(
    Map<String, String> versions,
    String commit,
    Map<String, Long> seeds,
    Map<String, String> sparkConf,
    String inputFingerprint,
    Instant started,
    Instant finished) {
  /** The file's name. */
  public static final String FILE_NAME = "provenance.json";

  public Provenance {
    versions = sorted(versions);
    seeds = sorted(seeds);
    sparkConf = sorted(Secrets.redacted(sparkConf));
    Objects.requireNonNull(commit, "commit");
    Objects.requireNonNull(inputFingerprint, "inputFingerprint");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(finished, "finished");
  }

  /** The file's keys. */
  private record Stored(
      @JsonProperty("versions") Map<String, String> versions,
      @JsonProperty("commit") String commit,
      @JsonProperty("seeds") Map<String, Long> seeds,
      @JsonProperty("spark_conf") Map<String, String> sparkConf,
      @JsonProperty("input_fingerprint") String inputFingerprint,
      @JsonProperty("started") String started,
      @JsonProperty("finished") String finished,
      @JsonProperty("seconds") double seconds) {}

  /** Writes {@code directory/provenance.json}. */
  public void write(Path directory, Configuration hadoop) throws IOException {
    JsonFile.write(
        new Path(directory, FILE_NAME),
        new Stored(
            versions,
            commit,
            seeds,
            sparkConf,
            inputFingerprint,
            started.toString(),
            finished.toString(),
            Duration.between(started, finished).toMillis() / 1e3),
        hadoop);
  }

  private static <V> Map<String, V> sorted(Map<String, V> values) {
    return Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
