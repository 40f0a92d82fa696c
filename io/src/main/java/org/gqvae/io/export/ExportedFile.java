package org.gqvae.io.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.Objects;
import org.gqvae.io.storage.AtomicFile;

/**
 * One finished file.
 *
 * @param name below the output
 * @param bytes its length
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 * @param documents that begin in it; 0 where it holds no ids
 * @param tokens ids that it holds, with ends of text
 */
public record ExportedFile(
    @JsonProperty("name") String name,
    @JsonProperty("bytes") long bytes,
    @JsonProperty("sha256") String sha256,
    @JsonProperty("documents") long documents,
    @JsonProperty("tokens") long tokens)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public ExportedFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sha256, "sha256");
  }

  /** A file of ids. */
  static ExportedFile ofIds(String name, AtomicFile.Written written, long documents, long tokens) {
    return new ExportedFile(name, written.bytes(), written.sha256(), documents, tokens);
  }

  /** A file that says where documents are in others. */
  public static ExportedFile beside(String name, AtomicFile.Written written) {
    return new ExportedFile(name, written.bytes(), written.sha256(), 0, 0);
  }
}
