package org.gqvae.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorReportTest {
  @Test
  void tellsEqualChecksOfSeveralPlacesOnceAndWhatIsWrongLast() {
    DoctorReport report = new DoctorReport();
    Check wrong = Check.wrong("heap", "1 GiB", "it ends", "give more");
    for (int executor = 0; executor < 5; executor++) {
      report.add("executor " + executor, List.of(wrong, Check.right("Java", "17")));
      report.add("executor " + executor, wrong);
    }
    assertThat(report.lines())
        .containsExactly(
            "right   Java: 17 (executor 0, executor 1, executor 2 and 2 more)",
            "wrong   heap: 1 GiB (executor 0, executor 1, executor 2 and 2 more)",
            "        why  it ends",
            "        do   give more");
    assertThat(report.size()).isEqualTo(2);
    assertThat(report.wrong()).isEqualTo(1);
  }

  @Test
  void givesALineThatKeepsWhatIsEnoughAndNoSecret() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.master", "local[2]")
            .set("spark.driver.memory", "512m")
            .set("spark.driver.maxResultSize", "0")
            .set(
                "spark.driver.extraJavaOptions",
                "-Da=b -Dorg.bytedeco.javacpp.maxbytes=1m -Dorg.bytedeco.javacpp.maxphysicalbytes=2m");
    assertThat(
            SubmitLine.of(conf, ChecksTest.needs(), 0, List.of("--set", "a.b=c d"))
                .split(" \\\\\n  "))
        .containsExactly(
            "OMP_NUM_THREADS=1 spark-submit",
            "--master 'local[2]'",
            "--driver-memory 3g",
            "--conf spark.driver.maxResultSize=0",
            "--conf 'spark.driver.extraJavaOptions=-Da=b -Dorg.bytedeco.javacpp.maxbytes=1g"
                + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0'",
            "--conf spark.executorEnv.OMP_NUM_THREADS=1",
            "--class org.gqvae.jobs.Main jobs/target/gqvae.jar",
            "train --input CORPUS --output RUN --set 'a.b=c d'");

    conf.set("spark.master", "spark://host:7077")
        .set("spark.driver.memory", "6g")
        .set("spark.driver.extraJavaOptions", "-Dstore.password=hunter2");
    assertThat(SubmitLine.of(conf, ChecksTest.needs(), 4, List.of()))
        .contains("--executor-cores 4", "--driver-memory 6g", "--executor-memory 2g")
        .contains("--conf spark.executor.memoryOverhead=1g", "(redacted)")
        .doesNotContain("hunter2");
  }

  @Test
  void keepsTheFileOfPropertiesThatItWasSubmittedWith(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("my spark.conf"));
    String submit = "org.apache.spark.deploy.SparkSubmit --master local";
    assertThat(SubmitLine.propertiesFile(submit + " --properties-file " + file + " x.jar doctor"))
        .contains(file.toString());
    assertThat(SubmitLine.propertiesFile(submit + " --properties-file " + file + "s x.jar doctor"))
        .isEmpty();
    assertThat(SubmitLine.propertiesFile(submit + " gqvae.jar doctor")).isEmpty();
  }
}
