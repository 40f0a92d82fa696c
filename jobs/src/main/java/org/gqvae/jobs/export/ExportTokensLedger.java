package org.gqvae.jobs.export;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.export.ExportedFile;
import org.gqvae.io.export.Shard;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The finished files of an export, an entry for each task in {@link #DIRECTORY}. */
final class ExportTokensLedger implements Serializable {
  /** The directory of the entries, until all files are finished. */
  static final String DIRECTORY = "_progress";

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ExportTokensLedger.class);

  private final String output;
  private final SerializableConfiguration hadoop;

  /**
   * @param output directory of the export, the same on any machine
   */
  ExportTokensLedger(String output, SerializableConfiguration hadoop) {
    this.output = output;
    this.hadoop = hadoop;
  }

  /** Enters files that are there. */
  void enter(Shard shard, ExportedShard finished) throws IOException {
    JsonFile.write(entry(shard), finished, hadoop.value());
  }

  /** What was entered for a shard, where there is an entry and the files are what it says. */
  Optional<ExportedShard> finished(Shard shard) throws IOException {
    Configuration configuration = hadoop.value();
    Path entry = entry(shard);
    if (!Storage.of(entry, configuration).exists(entry)) {
      return Optional.empty();
    }
    ExportedShard finished =
        JsonFile.read(entry, ExportedShard.class, "run export --overwrite", configuration);
    for (ExportedFile file : finished.files()) {
      Path path = new Path(output, file.name());
      if (!Storage.holds(path, file.bytes(), file.sha256(), configuration)) {
        LOG.warn("Writing {} again: it is not what {} says", file.name(), entry);
        return Optional.empty();
      }
    }
    return Optional.of(finished);
  }

  /** How many files of an export are finished, such as {@code 12 files}; or none. */
  static Optional<String> told(Path output, Configuration hadoop) {
    try {
      int files = Storage.visibleFiles(new Path(output, DIRECTORY), hadoop).size();
      return files == 0 ? Optional.empty() : Optional.of("%,d finished files".formatted(files));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw JobFailedException.cannot("list " + output, e);
    }
  }

  private Path entry(Shard shard) {
    String name = "%s-%05d.json".formatted(Spelling.of(shard.split()), shard.index());
    return new Path(new Path(output, DIRECTORY), name);
  }
}
