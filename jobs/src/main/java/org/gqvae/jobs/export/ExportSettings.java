package org.gqvae.jobs.export;

import java.util.Optional;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.jobs.cli.OutputDirectory;

/**
 * What {@code export --tokenizer} is asked to do.
 *
 * @param tokenizer Hadoop path of a tokenizer directory
 * @param chatTemplate Hadoop path of a Jinja template for messages
 */
record ExportSettings(
    String tokenizer, Format format, Optional<String> chatTemplate, OutputDirectory output) {
  /** Whose format is written. */
  enum Format {
    /** Hugging Face's tokenizers and transformers. */
    HUGGINGFACE
  }

  /** Reads the section {@code export}. */
  static ExportSettings read(
      ConfigReader reader,
      String tokenizer,
      Optional<String> chatTemplate,
      OutputDirectory output) {
    return new ExportSettings(
        tokenizer,
        reader.oneOfOrNone("export.format", Format.class).orElse(Format.HUGGINGFACE),
        chatTemplate,
        output);
  }
}
