package org.gqvae.io.corpus;

import java.util.Locale;
import java.util.Optional;

/** How the documents of a file are told apart. */
public enum CorpusFormat {
  /** Plain bytes: a line or a whole file is a document ({@link DocumentMode}). */
  TEXT("txt"),

  /** One JSON object a line; in a {@code .json} file also arrays of objects, or longer objects. */
  JSONL("jsonl"),

  /** One row a document. */
  PARQUET("parquet");

  private final String extension;

  CorpusFormat(String extension) {
    this.extension = extension;
  }

  /** The extension of files written in this format, without a dot. */
  public String extension() {
    return extension;
  }

  /**
   * The format that a file's name tells, once its compression's extension is gone: {@code .txt},
   * {@code .jsonl}, {@code .json} or {@code .parquet}, in either case.
   */
  static Optional<CorpusFormat> ofFileName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".json")) {
      return Optional.of(JSONL);
    }
    for (CorpusFormat format : values()) {
      if (lower.endsWith("." + format.extension)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
