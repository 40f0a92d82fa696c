package org.gqvae.jobs.doctor;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;
import org.gqvae.io.storage.Storage;

/** Whether tasks can write where they will have to. */
final class WriteChecks {
  private static final String OUTPUT = "--output";
  private static final String SHARED =
      "give an --output that all machines of the cluster share and that you may write to";

  private WriteChecks() {}

  /** Checks this JVM's directories for shuffles. */
  static List<Check> localDirectories(SparkConf conf) {
    return Arrays.stream(Utils.getConfiguredLocalDirs(conf))
        .map(directory -> localDirectory(java.nio.file.Path.of(directory)))
        .toList();
  }

  static Check localDirectory(java.nio.file.Path directory) {
    String name = "spark.local.dir";
    try {
      Files.delete(Files.createTempFile(directory, "gqvae-doctor", ".tmp"));
      return Check.right(name, directory.toString());
    } catch (IOException e) {
      return Check.wrong(
          name,
          Check.message(e),
          "shuffles, and what finds no room in memory, are written there",
          "--conf spark.local.dir=DIRECTORY that can be written; where a cluster's manager names"
              + " it (SPARK_LOCAL_DIRS, YARN's local directories) have it mended there");
    }
  }

  /** The directory nearest to {@code output}, itself or above it, that is there. */
  static Path nearestDirectory(Path output, Configuration hadoop) throws IOException {
    Path place = Storage.qualified(output, hadoop);
    FileSystem files = Storage.of(place, hadoop);
    while (place.getParent() != null && !files.exists(place)) {
      place = place.getParent();
    }
    return place;
  }

  /** Writes a small file to {@code directory}, which {@link #seen} looks for and removes. */
  static Path write(Path directory, Configuration hadoop) throws IOException {
    Path file = new Path(directory, ".gqvae-doctor." + UUID.randomUUID() + ".tmp");
    FileSystem files = Storage.of(file, hadoop);
    if (!files.exists(directory)) { // or it would be made
      throw new FileNotFoundException("No " + directory + " here");
    }
    files.deleteOnExit(file); // by this JVM, where it lies on a disk that the driver does not see
    try (var out = files.create(file, false)) {
      out.write("gqvae doctor".getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }

  static Check failed(Path directory, IOException failure) {
    return Check.wrong(
        OUTPUT, directory + ": " + Check.message(failure), "tasks write their files there", SHARED);
  }

  /** Looks from here for files that JVMs have written; removes them. */
  static List<Check> seen(List<Path> written, Configuration hadoop) throws IOException {
    List<Check> checks = new ArrayList<>();
    for (Path file : written) {
      checks.add(
          Storage.of(file, hadoop).delete(file, false)
              ? Check.right(OUTPUT, file.getParent() + " can be written")
              : Check.wrong(
                  OUTPUT,
                  file.getParent() + " on an executor is not the driver's",
                  "the driver must see what tasks have written",
                  SHARED));
    }
    return checks;
  }
}
