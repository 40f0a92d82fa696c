package org.gqvae.jobs.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.spark.SparkContext;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.jobs.cli.Build;
import org.gqvae.jobs.train.SparkAveraging;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

/** The libraries that break this software where a class path has others in front of them. */
enum Library {
  SPARK("Spark", "spark", () -> SparkContext.class),
  SCALA("Scala", "scala", () -> scala.Option.class),
  HADOOP("Hadoop", "hadoop", () -> FileSystem.class),
  PARQUET("Parquet", "parquet", () -> ParquetFileReader.class),
  PARQUET_COLUMN("Parquet's columns", "parquet", () -> ColumnReader.class),
  JACKSON("Jackson", "jackson", () -> ObjectMapper.class),
  JACKSON_CORE("Jackson's core", "jackson", () -> JsonFactory.class),
  SLF4J("SLF4J", "slf4j", () -> LoggerFactory.class),
  ZSTD("zstd-jni", "zstd-jni", () -> Zstd.class),
  ND4J("ND4J", () -> Nd4j.class),
  DL4J("DL4J", () -> ComputationGraph.class),
  AVERAGING("Parameter averaging", () -> SparkAveraging.library()),
  JAVACPP("JavaCPP", () -> Pointer.class);

  private static final Pattern JAR_VERSION = Pattern.compile("-(\\d[\\w.+-]*)\\.jar$");
  private static final String APPLICATION_JAR = "gqvae.jar";

  private final String title;
  private final String version; // as far as it matters; empty where this software brings it
  private final Supplier<Class<?>> type;

  Library(String title, Supplier<Class<?>> type) {
    this.title = title;
    this.version = "";
    this.type = type;
  }

  /**
   * @param name of a library that Spark brings
   */
  Library(String title, String name, Supplier<Class<?>> type) {
    this.title = title;
    this.version = Build.library(name);
    this.type = type;
  }

  /**
   * Where a class was loaded from.
   *
   * @param jar path of a jar or a directory
   * @param version empty where it is not told
   */
  record Origin(String jar, String version) {
    static Origin of(Class<?> type) {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      String jar = source == null ? "" : source.getLocation().getPath();
      String told = type.getPackage().getImplementationVersion();
      Matcher named = JAR_VERSION.matcher(jar);
      return new Origin(jar, told != null ? told : named.find() ? named.group(1) : "");
    }

    private String jarName() {
      return Path.of(jar).getFileName().toString();
    }
  }

  /** Checks the library as this JVM loads it. */
  Check check() {
    Class<?> loaded;
    try {
      loaded = type.get();
    } catch (LinkageError e) {
      return Check.wrong(
          title,
          Check.message(e),
          "a class that this software calls cannot be loaded",
          version.isEmpty()
              ? "build jobs/target/gqvae.jar again: mvn package"
              : "give a " + Build.spark() + " with all of its jars");
    }
    return check(Origin.of(loaded), Origin.of(Library.class));
  }

  /**
   * Checks the library.
   *
   * @param self where this class is from
   */
  Check check(Origin origin, Origin self) {
    return version.isEmpty() ? checkOwn(origin, self) : checkVersion(origin);
  }

  private Check checkVersion(Origin origin) {
    boolean right =
        origin.version().isEmpty()
            || origin.version().equals(version)
            || origin.version().startsWith(version + ".");
    return right
        ? Check.right(title, (origin.version() + " of " + origin.jarName()).strip())
        : Check.wrong(
            title,
            origin.version() + " of " + origin.jar(),
            "this software is built for " + title + " " + version,
            "take that jar off the class path (spark.jars, --packages, extraClassPath,"
                + " $SPARK_HOME/jars), or give a "
                + Build.spark());
  }

  /** What the application's jar brings must come out of it. */
  private Check checkOwn(Origin origin, Origin self) {
    return self.jar().endsWith(APPLICATION_JAR) && !self.jar().equals(origin.jar())
        ? Check.wrong(
            title,
            origin.jar(),
            "it stands before the one in " + self.jar() + ", which this software is built with",
            "take that jar off the class path (spark.jars, --packages, extraClassPath,"
                + " $SPARK_HOME/jars)")
        : Check.right(title, "of " + origin.jarName());
  }
}
