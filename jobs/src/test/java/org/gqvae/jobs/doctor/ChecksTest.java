package org.gqvae.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.gqvae.jobs.cli.Build;
import org.gqvae.jobs.doctor.Check.Verdict;
import org.gqvae.jobs.doctor.JvmDemand.Role;
import org.gqvae.jobs.doctor.Library.Origin;
import org.gqvae.jobs.train.RoundPlan;
import org.gqvae.jobs.train.TrainingNeeds;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.TrainingMemory;
import org.gqvae.model.training.UsagePass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each check with a good value and a bad one. */
class ChecksTest {
  private static final long GIB = 1L << 30;
  private static final JvmDemand DEMAND = new JvmDemand(Role.EXECUTOR, 2 * GIB, 3 * GIB);

  @TempDir java.nio.file.Path folder;

  private static void assertRight(Check check) {
    assertThat(check.verdict()).as(check.toString()).isEqualTo(Verdict.RIGHT);
  }

  private static void assertWrong(Check check, String found, String remedy) {
    assertThat(check.verdict()).as(check.toString()).isEqualTo(Verdict.WRONG);
    assertThat(check.found()).contains(found);
    assertThat(check.reason()).isNotEmpty();
    assertThat(check.remedy()).contains(remedy);
  }

  @Test
  void wantsJava17() {
    assertRight(JvmChecks.java("17"));
    assertWrong(JvmChecks.java("11"), "11", "spark.executorEnv.JAVA_HOME");
    assertWrong(JvmChecks.java("1.8"), "1.8", "JDK 17");
  }

  @Test
  void wantsNamesOfFilesInUtf8() {
    assertRight(JvmChecks.namesOfFiles("UTF-8"));
    assertWrong(JvmChecks.namesOfFiles("ANSI_X3.4-1968"), "ANSI_X3.4", "spark.executorEnv.LC_ALL");
  }

  @ParameterizedTest
  @EnumSource(Library.class)
  void findsTheLibrariesOfTheBuild(Library library) {
    assertRight(library.check());
  }

  @Test
  void wantsTheVersionsThatItIsBuiltFor() {
    Origin self = new Origin("/jars/gqvae.jar", "0.1.0");
    assertRight(
        Library.PARQUET.check(
            new Origin("/spark/jars/parquet-hadoop.jar", Build.library("parquet") + ".4"), self));
    assertRight(Library.PARQUET.check(new Origin("/spark/jars/parquet-hadoop.jar", ""), self));
    assertWrong(
        Library.PARQUET.check(new Origin("/spark/jars/parquet-hadoop-1.10.1.jar", "1.10.1"), self),
        "1.10.1 of /spark/jars/parquet-hadoop-1.10.1.jar",
        "take that jar off the class path");
    assertWrong(
        Library.SCALA.check(new Origin("/spark/jars/scala-library-2.11.8.jar", "2.11.8"), self),
        "2.11.8",
        Build.spark());
    String longer = Build.library("spark") + "0"; // as 3.50 begins like 3.5
    assertWrong(
        Library.SPARK.check(new Origin("/a.jar", longer), self),
        longer,
        "Spark " + Build.library("spark"));
  }

  @Test
  void wantsItsOwnLibrariesOutOfItsOwnJar() {
    Origin self = new Origin("/jars/gqvae.jar", "0.1.0");
    Origin other = new Origin("/spark/jars/nd4j-api-1.0.0-M2.1.jar", "1.0.0-M2.1");
    assertRight(Library.ND4J.check(self, self));
    assertWrong(Library.ND4J.check(other, self), "nd4j-api-1.0.0-M2.1.jar", "off the class path");
    assertRight(Library.ND4J.check(other, new Origin("jobs/target/classes/", "")));
  }

  @Test
  void wantsNativeCodeThatWorks() {
    assertRight(JvmChecks.nativeLibrary("x", () -> true));
    assertWrong(JvmChecks.nativeLibrary("x", () -> false), "wrong results", "another CPU");
    assertWrong(
        JvmChecks.nativeLibrary(
            "x",
            () -> {
              throw new UnsatisfiedLinkError("no jnix in java.library.path");
            }),
        "UnsatisfiedLinkError: no jnix",
        "-Djavacpp.platform");
  }

  @Test
  void wantsMemory() {
    assertRight(JvmChecks.heap(2 * GIB, DEMAND));
    assertWrong(JvmChecks.heap(2 * GIB - 1, DEMAND), "training takes 2.0 GiB", "--executor-memory");
    assertRight(JvmChecks.offHeap(3 * GIB, DEMAND));
    assertRight(JvmChecks.offHeap(0, DEMAND));
    assertWrong(JvmChecks.offHeap(GIB, DEMAND), "1.0 GiB", "spark.executor.extraJavaOptions");
    assertRight(JvmChecks.resident(0, 4 * GIB, DEMAND));
    assertRight(JvmChecks.resident(7 * GIB, 4 * GIB, DEMAND));
    assertWrong(
        JvmChecks.resident(7 * GIB - 1, 4 * GIB, DEMAND), "up to 7.0 GiB", "maxphysicalbytes=0");
    assertRight(JvmChecks.machine(7 * GIB, List.of(7 * GIB), Role.EXECUTOR));
    assertWrong(
        JvmChecks.machine(6 * GIB, List.of(7 * GIB), Role.EXECUTOR), "6.0 GiB", "larger machine");
    assertWrong(
        JvmChecks.machine(7 * GIB, List.of(4 * GIB, 4 * GIB), Role.EXECUTOR),
        "of 2 processes take up to 8.0 GiB",
        "fewer executors on it, or lower --executor-memory");
  }

  @Test
  void wantsOneThreadATask() {
    assertRight(JvmChecks.threads("1", Role.EXECUTOR));
    assertWrong(
        JvmChecks.threads(null, Role.EXECUTOR), "not set", "spark.executorEnv.OMP_NUM_THREADS=1");
    assertWrong(JvmChecks.threads("8", Role.LOCAL), "8", "in front of the command");
  }

  @Test
  void wantsAllExecutorsToAnswer() {
    assertRight(ExecutorChecks.answered(2, 2));
    assertWrong(ExecutorChecks.answered(1, 2), "1 of 2", "run doctor again");
  }

  @Test
  void wantsPropertiesThatLetResultsHome() {
    SparkConf conf = new SparkConf(false).set("spark.master", "yarn");
    assertThat(PropertyChecks.of(conf, needs()))
        .extracting(Check::verdict)
        .containsOnly(Verdict.RIGHT);
    conf.set("spark.driver.maxResultSize", "1k").set("spark.executor.memoryOverhead", "1");
    List<Check> checks = PropertyChecks.of(conf, needs());
    assertWrong(checks.get(0), "a round brings", "spark.driver.maxResultSize");
    assertWrong(checks.get(1), "training takes", "spark.executor.memoryOverhead");
    assertThat(PropertyChecks.of(conf.set("spark.master", "spark://host:7077"), needs()))
        .hasSize(1);
  }

  @Test
  void wantsPlacesToWriteTo() throws IOException {
    Configuration hadoop = new Configuration();
    assertRight(WriteChecks.localDirectory(folder));
    assertWrong(
        WriteChecks.localDirectory(folder.resolve("none")), "none", "spark.local.dir=DIRECTORY");

    Path place =
        WriteChecks.nearestDirectory(new Path(folder.toString(), "runs/today/run"), hadoop);
    assertThat(place).isEqualTo(new Path("file", null, folder.toString()));
    Path written = WriteChecks.write(place, hadoop);
    assertRight(WriteChecks.seen(List.of(written), hadoop).get(0));
    assertWrong(
        WriteChecks.seen(List.of(written), hadoop).get(0), "is not the driver's", "--output");
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  static TrainingNeeds needs() {
    GqVaeSpec spec =
        new GqVaeSpec(
            10,
            64,
            64,
            2,
            1,
            1,
            1,
            GqVaeSpec.Positions.LEARNED,
            GqVaeSpec.CodebookLearning.MOVING_AVERAGE,
            GqVaeSpec.GaterInput.ENCODED);
    TrainingMemory memory = new TrainingMemory(spec, OptimizerSpec.Method.AMSGRAD);
    return new DoctorSettings(
            memory, new RoundPlan(2, 1, 1_000, new UsagePass(1_000, 256), 1), null)
        .needs(1);
  }
}
