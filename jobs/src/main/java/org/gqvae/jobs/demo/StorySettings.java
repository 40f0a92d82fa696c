package org.gqvae.jobs.demo;

import java.util.Iterator;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.corpus.CorpusFormat;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.story.StoryGenerator;
import org.gqvae.jobs.cli.OutputDirectory;

/**
 * What {@code corpus} is asked to do.
 *
 * @param bytes of text to make
 * @param rareWords made-up words to draw from beside the grammar's
 */
public record StorySettings(
    OutputDirectory output, long bytes, long seed, long rareWords, CorpusFormat format) {

  /** The stories, to be made as they are asked for. */
  public Iterator<Document> documents() {
    return new StoryGenerator(seed, rareWords).documents(bytes);
  }

  /** Reads the section {@code corpus}. */
  public static StorySettings read(ConfigReader reader, OutputDirectory output) {
    return new StorySettings(
        output,
        reader.byteSize("corpus.bytes", 1),
        reader.wholeNumber("corpus.seed"),
        reader.between("corpus.rare-words", 0, 1_000_000_000),
        reader.oneOf("corpus.format", CorpusFormat.class));
  }
}
