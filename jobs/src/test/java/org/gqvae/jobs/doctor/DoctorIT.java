package org.gqvae.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gqvae.jobs.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** submit/gqvae doctor as people call it, on an embedded Spark. */
class DoctorIT {
  private static final Path HOME = Path.of(System.getProperty("gqvae.home"));

  @TempDir Path folder;

  @Test
  void findsAllRightOnThisMachine() throws Exception {
    Command doctor = doctor("--master", "local[2]", "--output", folder.resolve("run").toString());
    assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
    assertThat(doctor.out())
        .doesNotContain("wrong ")
        .contains("right   ND4J: of gqvae.jar (driver)", "--master 'local[2]'", "train --input");
  }

  @Test
  void findsExecutorsThatAreTooSmall() throws Exception {
    Command doctor = doctor("--master", "local-cluster[2,1,1024]", "--executor-memory", "512m");
    assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isEqualTo(1);
    assertThat(doctor.out())
        .containsPattern(
            "right   ND4J: of gqvae.jar \\(driver, executor \\d on \\S+, executor \\d on ")
        .containsPattern(
            "wrong   heap: 1.0 GiB, .* \\(executor \\d on \\S+, executor \\d on \\S+\\)\n")
        .contains("--executor-memory 2g");
  }

  private static Command doctor(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("submit/gqvae", "doctor"));
    all.addAll(List.of("--config", "conf/demo.conf"));
    all.addAll(List.of(words));
    return Command.run(HOME, all);
  }
}
