package org.gqvae.io.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.authenticate.secret",
        "spark.hadoop.fs.s3a.access.key",
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.session.token",
        "spark.hadoop.fs.s3a.encryption.key",
        "spark.hadoop.fs.s3a.bucket.texts.secret.key",
        "spark.hadoop.fs.azure.account.key.x.dfs.core.windows.net",
        "spark.hadoop.fs.azure.sas.fixed.token.x",
        "spark.hadoop.fs.x.sessionToken",
        "spark.kubernetes.authenticate.submission.oauthToken",
        "spark.ssl.keyPassword",
        "spark.ssl.keyStorePassword",
        "spark.ssl.trustStorePassword",
        "spark.my.key",
        "spark.my.pwd",
        "spark.executorEnv.PGPASS",
        "spark.executorEnv.ANYTHING",
        "spark.yarn.appMasterEnv.HF_TOKEN",
        "spark.kubernetes.driverEnv.LOGIN"
      })
  void hidesTheValuesOfSecretKeys(String key) {
    assertThat(Secrets.redacted(key, "hunter2")).isEqualTo(Secrets.REDACTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx1g -Dstore.password=hunter2",
        "https://user:hunter2@repository.example.org/",
        "https://hunter2@repository.example.org/",
        "https://x.blob.core.windows.net/c?sv=2020&sig=hunter2",
        "https://b.s3.amazonaws.com/x?X-Amz-Signature=hunter2"
      })
  void hidesValuesThatHoldSecrets(String value) {
    assertThat(Secrets.redacted("spark.any", value)).isEqualTo(Secrets.REDACTED);
  }

  @ParameterizedTest
  @CsvSource({
    "spark.app.name, gqvae tokenize",
    "spark.jars, /opt/gqvae-tokenizer.jar",
    "spark.executorEnv.OMP_NUM_THREADS, 1",
    "spark.hadoop.fs.s3a.endpoint, https://s3.example.org:9000/",
    "spark.hadoop.fs.defaultFS, abfss://texts@account.dfs.core.windows.net",
    "spark.io.encryption.keySizeBits, 128",
    "spark.master, spark://host:7077",
    "model.token-bytes, 8",
    "tokenize.max-tokens-per-row, 1000",
    "baseline.unigram.seed-tokens, 1000"
  })
  void keepsWhatIsNoSecret(String key, String value) {
    assertThat(Secrets.redacted(key, value)).isEqualTo(value);
  }

  @Test
  void takesPasswordsOutOfMessages() {
    assertThat(Secrets.withoutUserInfo("Cannot read s3a://AKIA:hunter2@texts/a.txt: denied"))
        .isEqualTo("Cannot read s3a://(redacted)@texts/a.txt: denied");
    assertThat(Secrets.withoutUserInfo("Cannot read abfss://c@account.net/a: no"))
        .isEqualTo("Cannot read abfss://c@account.net/a: no");
  }
}
