package org.gqvae.jobs.settings;

import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.corpus.CorpusFormat;

/**
 * What {@code corpus} is asked to do.
 *
 * @param bytes of text to make
 */
public record StorySettings(OutputDirectory output, long bytes, long seed, CorpusFormat format) {

  /** Reads the section {@code corpus}. */
  public static StorySettings read(ConfigReader reader, OutputDirectory output) {
    return new StorySettings(
        output,
        reader.byteSize("corpus.bytes", 1),
        reader.wholeNumber("corpus.seed"),
        reader.oneOf("corpus.format", CorpusFormat.class));
  }
}
