package org.gqvae.jobs.detokenize;

import org.gqvae.io.config.ConfigReader;
import org.gqvae.jobs.cli.OutputDirectory;

/**
 * What {@code detokenize} is asked to do.
 *
 * @param tokens Hadoop path of a directory of token columns
 */
public record DetokenizeSettings(String tokens, OutputDirectory output, Format format) {
  /** How texts are written. */
  public enum Format {
    /** A line a document: {"id","text"}, or {"id","bytes_base64"} where the bytes are not UTF-8. */
    JSONL,
    /** A file a document, with its raw bytes. */
    FILES
  }

  /** Reads the section {@code detokenize}. */
  public static DetokenizeSettings read(
      ConfigReader reader, String tokens, OutputDirectory output) {
    return new DetokenizeSettings(tokens, output, reader.oneOf("detokenize.format", Format.class));
  }
}
