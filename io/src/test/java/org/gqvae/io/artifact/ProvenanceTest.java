package org.gqvae.io.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
  @TempDir java.nio.file.Path directory;

  @Test
  void tellsWhereAnOutputCameFrom() throws IOException {
    provenance(Map.of("spark.master", "local[2]"))
        .write(new Path(directory.toUri()), new Configuration());

    assertThat(directory.resolve("provenance.json"))
        .hasContent(
            """
            {
              "versions": {
                "gqvae": "0.1.0",
                "java": "17"
              },
              "commit": "4d26022",
              "seeds": {
                "train.seed": 7
              },
              "spark_conf": {
                "spark.master": "local[2]"
              },
              "input_fingerprint": "ff",
              "started": "2026-01-01T00:00:00Z",
              "finished": "2026-01-01T00:01:00.500Z",
              "seconds": 60.5
            }
            """);
  }

  @Test
  void keepsNoSecret() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.hadoop.fs.s3a.access.key", "AKIA");
    settings.put("spark.hadoop.fs.s3a.secret.key", "s");
    settings.put("spark.hadoop.fs.s3a.session.token", "s");
    settings.put("spark.hadoop.fs.azure.account.key.x.dfs.core.windows.net", "s");
    settings.put("spark.ssl.keyPassword", "s");
    settings.put("spark.executor.extraJavaOptions", "-Xmx1g -Dstore.password=s");
    settings.put("spark.jars.repositories", "https://user:s@repository.example.org/");
    assertThat(provenance(settings).sparkConf()).containsOnlyKeys(settings.keySet());
    assertThat(provenance(settings).sparkConf().values()).containsOnly(Secrets.REDACTED);
  }

  @Test
  void keepsWhatOnlyLooksLikeTokens() {
    Map<String, String> settings =
        Map.of("spark.app.name", "gqvae tokenize", "spark.jars", "/opt/gqvae-tokenizer.jar");
    assertThat(provenance(settings).sparkConf()).isEqualTo(settings);
  }

  private static Provenance provenance(Map<String, String> sparkConf) {
    return new Provenance(
        Map.of("java", "17", "gqvae", "0.1.0"),
        "4d26022",
        Map.of("train.seed", 7L),
        sparkConf,
        "ff",
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-01-01T00:01:00.500Z"));
  }
}
