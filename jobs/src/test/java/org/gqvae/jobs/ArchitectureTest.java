package org.gqvae.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may use which, by the compiled classes, and how the source files are laid out. */
class ArchitectureTest {
  private static final String MODEL = "org.gqvae.model..";
  private static final String IO = "org.gqvae.io..";
  private static final String JOBS = "org.gqvae.jobs..";
  private static final String HADOOP = "org.apache.hadoop..";
  private static final String[] SPARK = {"org.apache.spark..", "org.deeplearning4j.spark.."};

  private static final String MAIN = "org.gqvae.jobs";
  private static final int MOST_FILES_OF_A_PACKAGE = 25;
  private static final int MOST_LINES_OF_A_FILE = 400;

  /** The packages of jobs from the lowest up: each may use the ones of lower floors only. */
  private static final List<Set<String>> FLOORS =
      List.of(
          Set.of("spark"),
          Set.of("cli"),
          Set.of("rejects"),
          Set.of("tokenize", "detokenize"),
          Set.of("count", "report", "sql"),
          Set.of("distill", "compare", "export"),
          Set.of("train"),
          Set.of("demo", "baseline", "doctor", "lm"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.gqvae");

  @Test
  void hasNoCircleOfPackages() {
    slices().matching("org.gqvae.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void keepsSparkHadoopAndTheOtherModulesOutOfTheModel() {
    noClasses()
        .that()
        .resideInAPackage(MODEL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(IO, JOBS, HADOOP)
        .check(CLASSES);
  }

  @Test
  void keepsJobsOutOfIo() {
    noClasses()
        .that()
        .resideInAPackage(IO)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(JOBS)
        .check(CLASSES);
  }

  @Test
  void usesSparkInJobsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(JOBS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SPARK)
        .check(CLASSES);
  }

  @Test
  void usesDl4jSparkInTrainAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.gqvae.jobs.train")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.deeplearning4j.spark..")
        .check(CLASSES);
  }

  @Test
  void knowsTheFloorOfEveryPackageOfJobs() {
    Set<String> rooms =
        CLASSES.stream()
            .filter(ArchitectureTest::isOfJobs)
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(MAIN))
            .map(ArchitectureTest::room)
            .collect(toSet());
    assertThat(FLOORS).flatMap(floor -> floor).doesNotHaveDuplicates().containsAll(rooms);
  }

  @Test
  void goesDownFromFloorToFloorInJobs() {
    List<String> wrong =
        CLASSES.stream()
            .filter(ArchitectureTest::isOfJobs)
            .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
            .filter(arrow -> isOfJobs(arrow.getTargetClass()))
            .filter(ArchitectureTest::leavesItsPackage)
            .filter(arrow -> floor(arrow.getOriginClass()) <= floor(arrow.getTargetClass()))
            .map(Dependency::getDescription)
            .toList();
    assertThat(wrong).isEmpty();
  }

  @Test
  void holdsFewFilesInAPackageOfJobs() throws IOException {
    assertThat(sources("jobs").collect(groupingBy(Path::getParent, counting())))
        .allSatisfy(
            (folder, files) ->
                assertThat(files)
                    .as("source files in %s", folder)
                    .isLessThanOrEqualTo(MOST_FILES_OF_A_PACKAGE));
  }

  @Test
  void describesEveryPackage() throws IOException {
    assertThat(sources().map(Path::getParent).distinct())
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  @Test
  void keepsEverySourceFileShort() throws IOException {
    assertThat(sources())
        .allSatisfy(
            file ->
                assertThat(Files.readAllLines(file).size())
                    .as("lines of %s", file)
                    .isLessThanOrEqualTo(MOST_LINES_OF_A_FILE));
  }

  private static boolean isOfJobs(JavaClass type) {
    return type.getPackageName().equals(MAIN) || type.getPackageName().startsWith(MAIN + ".");
  }

  private static boolean leavesItsPackage(Dependency arrow) {
    return !arrow.getOriginClass().getPackageName().equals(arrow.getTargetClass().getPackageName());
  }

  /** Main is above all floors; a package without a floor is below them. */
  private static int floor(JavaClass type) {
    if (type.getPackageName().equals(MAIN)) {
      return FLOORS.size();
    }
    return IntStream.range(0, FLOORS.size())
        .filter(floor -> FLOORS.get(floor).contains(room(type.getPackageName())))
        .findFirst()
        .orElse(-1);
  }

  private static String room(String packageName) {
    return packageName.substring(MAIN.length() + 1);
  }

  private static Stream<Path> sources() throws IOException {
    return Stream.concat(Stream.concat(sources("model"), sources("io")), sources("jobs"));
  }

  private static Stream<Path> sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    }
  }
}
