package org.gqvae.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gqvae.jobs.CommandLineCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorVerbTest {
  @TempDir Path folder;

  /** All else is right here, but the heap of tests, which training would like larger. */
  @Test
  void tellsAWrongPropertyWithItsReasonAndRemedyAndEndsWithOne() throws IOException {
    CommandLineCall call;
    CommandLineCall json;
    System.setProperty("spark.driver.maxResultSize", "1m");
    try {
      call = CommandLineCall.of("doctor", "--output", folder.resolve("not/yet").toString());
      json = CommandLineCall.of("doctor", "--json");
    } finally {
      System.clearProperty("spark.driver.maxResultSize");
    }
    assertThat(call.exitCode()).as(call.out()).isEqualTo(1);
    assertThat(call.err()).containsPattern("^gqvae: \\d of \\d+ checks failed").hasLineCount(1);
    assertThat(call.out())
        .contains(
            """
            wrong   spark.driver.maxResultSize: 2 MiB, a round brings 12 MiB (driver)
                    why  Spark ends a job whose results are larger
                    do   --conf spark.driver.maxResultSize as below
            """)
        .contains("right   ND4J's CPU backend: works (driver)", "right   spark.local.dir: ")
        .contains("right   --output: file:" + folder + " can be written (driver)")
        .contains("OMP_NUM_THREADS=1 spark-submit \\\n  --master 'local[*]'");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.json().at("/problems/0").textValue()).contains(" checks failed");
    assertThat(json.json().at("/result/checks"))
        .filteredOn(check -> check.get("name").textValue().equals("spark.driver.maxResultSize"))
        .singleElement()
        .asString()
        .contains("\"verdict\":\"wrong\"", "whose results are larger", "\"places\":[\"driver\"]");
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesAWrongConfiguration() {
    CommandLineCall call =
        CommandLineCall.of("doctor", "--set", "train.rounds=0", "--set", "model.widht=8");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .contains("Invalid train.rounds: 0", "Unknown key model.widht")
        .hasLineCount(2);
  }
}
