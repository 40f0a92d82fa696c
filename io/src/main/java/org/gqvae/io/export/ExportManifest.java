package org.gqvae.io.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Lease;

/**
 * {@code _manifest.json}: what an export holds. It is written last, so that its presence says that
 * all else is there.
 *
 * @param format as the command line spells it
 * @param dtype how an id is written: uint16, int32 or uint32, little-endian
 * @param vocabularySize ids, with specials
 * @param endOfText id at an end of each document
 * @param documents of all files
 * @param empty documents without text, of {@code documents}
 * @param tokens ids of the texts
 * @param specialTokens ends of text beside them
 * @param validationShare of the documents; 0 where there is no validation split
 * @param seed of the split
 * @param source fingerprint of the token columns
 * @param fingerprint of the tokenizer
 * @param files in their order
 */
public record ExportManifest(
    @JsonProperty("format") String format,
    @JsonProperty("dtype") String dtype,
    @JsonProperty("vocabulary_size") int vocabularySize,
    @JsonProperty("end_of_text") int endOfText,
    @JsonProperty("documents") long documents,
    @JsonProperty("empty") long empty,
    @JsonProperty("tokens") long tokens,
    @JsonProperty("special_tokens") long specialTokens,
    @JsonProperty("validation_share") double validationShare,
    @JsonProperty("seed") String seed,
    @JsonProperty("source") String source,
    @JsonProperty("fingerprint") String fingerprint,
    @JsonProperty("files") List<ExportedFile> files) {
  /** The file's name. */
  public static final String FILE_NAME = "_manifest.json";

  public ExportManifest {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(fingerprint, "fingerprint");
    files = List.copyOf(files);
  }

  /** What does not add up; nothing where the files hold every document and every id once. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    long fileDocuments = files.stream().mapToLong(ExportedFile::documents).sum();
    if (documents != fileDocuments) {
      problems.add("documents " + documents + " is not the files' sum " + fileDocuments);
    }
    long fileTokens = files.stream().mapToLong(ExportedFile::tokens).sum();
    if (tokens + specialTokens != fileTokens) {
      problems.add(
          "tokens %d + special_tokens %d is not the files' sum %d"
              .formatted(tokens, specialTokens, fileTokens));
    }
    return problems;
  }

  /**
   * Writes {@code directory/_manifest.json}, after everything else.
   *
   * @throws JobFailedException naming all that does not add up, or where another command has taken
   *     the directory over
   */
  public void write(Path directory, Configuration hadoop) throws IOException {
    if (!problems().isEmpty()) {
      throw new JobFailedException(
          "The export does not add up: "
              + String.join("; ", problems())
              + ". Something was lost or is there twice: begin again by --overwrite");
    }
    Lease.checkHeld(directory, hadoop);
    JsonFile.write(new Path(directory, FILE_NAME), this, hadoop);
  }

  /**
   * Reads {@code directory/_manifest.json}.
   *
   * @throws UsageException when it is missing or damaged
   */
  public static ExportManifest read(Path directory, Configuration hadoop) throws IOException {
    return JsonFile.read(
        new Path(directory, FILE_NAME),
        ExportManifest.class,
        "expected the output of a finished `gqvae export --tokens`",
        hadoop);
  }
}
