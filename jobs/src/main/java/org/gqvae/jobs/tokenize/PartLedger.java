package org.gqvae.jobs.tokenize;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Storage;
import org.gqvae.io.tokens.PartFile;
import org.gqvae.io.tokens.PartName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The finished part files of a run, an entry each in {@link TokenizeJob#PROGRESS}. */
final class PartLedger implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PartLedger.class);

  private final String output;
  private final String fingerprint;
  private final SerializableConfiguration hadoop;

  /**
   * @param output directory of the part files, the same on any machine
   * @param fingerprint the tokenizer's
   */
  PartLedger(String output, String fingerprint, SerializableConfiguration hadoop) {
    this.output = output;
    this.fingerprint = fingerprint;
    this.hadoop = hadoop;
  }

  /** Enters a file that is there. */
  void enter(PartName part, TokenizedPart finished) throws IOException {
    JsonFile.write(entry(part), finished, hadoop.value());
  }

  /** What was entered for a part, where there is an entry and the file is what it says. */
  Optional<TokenizedPart> finished(PartName part) throws IOException {
    Configuration configuration = hadoop.value();
    Path entry = entry(part);
    if (!Storage.of(entry, configuration).exists(entry)) {
      return Optional.empty();
    }
    TokenizedPart finished =
        JsonFile.read(entry, TokenizedPart.class, "run tokenize --overwrite", configuration);
    PartFile told = finished.file();
    Path file = new Path(output, part.fileName());
    boolean whole =
        told.name().equals(part.fileName())
            && told.fingerprint().equals(fingerprint)
            && Storage.holds(file, told.bytes(), told.sha256(), configuration);
    if (!whole) {
      LOG.warn("Writing {} again: it is not what {} says", file, entry);
      return Optional.empty();
    }
    return Optional.of(finished);
  }

  /** How many parts of a directory are finished, such as {@code 12 of 40 parts}; or none. */
  static Optional<String> told(Path output, Configuration hadoop) {
    try {
      List<PartName> parts =
          Storage.visibleFiles(new Path(output, TokenizeJob.PROGRESS), hadoop).stream()
              .flatMap(entry -> PartName.parse(partOf(entry.getPath().getName())).stream())
              .toList();
      return parts.isEmpty()
          ? Optional.empty()
          : Optional.of("%,d of %,d parts".formatted(parts.size(), parts.get(0).parts()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw JobFailedException.cannot("list " + output, e);
    }
  }

  private Path entry(PartName part) {
    return new Path(new Path(output, TokenizeJob.PROGRESS), entryOf(part.fileName()));
  }

  private static String entryOf(String part) {
    return part.replace(".parquet", ".json");
  }

  private static String partOf(String entry) {
    return entry.replace(".json", ".parquet");
  }
}
