package org.gqvae.jobs.count;

import org.gqvae.io.config.ConfigReader;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.FileCount;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.WordCounts;

/**
 * What {@code count} is asked to do.
 *
 * @param corpus what to read
 * @param output where words.parquet and summary.json go
 * @param preTokenizer cuts texts into words
 * @param files how many files the words are spread over
 * @param wordsInMemory distinct words that a task holds
 */
public record CountSettings(
    CorpusSettings corpus,
    OutputDirectory output,
    PreTokenizer preTokenizer,
    FileCount files,
    int wordsInMemory) {

  /** Reads the section {@code count}, and {@code tokenizer.pre-tokenizer}. */
  public static CountSettings read(
      ConfigReader reader, CorpusSettings corpus, OutputDirectory output) {
    return new CountSettings(
        corpus,
        output,
        reader.oneOf("tokenizer.pre-tokenizer", PreTokenizer.class),
        FileCount.read(reader, "count.files"),
        reader.between("count.words-in-memory", 1, 100_000_000));
  }

  /** Bytes on the heap of the words that a task holds at most. */
  public long taskHeap() {
    return WordCounts.heapBytes(wordsInMemory);
  }

  /** The same, but written to another place. */
  public CountSettings into(OutputDirectory place) {
    return new CountSettings(corpus, place, preTokenizer, files, wordsInMemory);
  }
}
