package org.gqvae.jobs.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.DirectoryGroup;
import org.gqvae.jobs.cli.NamedDirectories;
import org.gqvae.jobs.cli.OutputDirectory;

/**
 * What {@code compare} is asked to do.
 *
 * @param tokenizers what is compared
 * @param corpus the held-out documents
 * @param output where compare.html and compare.json go
 * @param reference name or directory of the tokenizer that the others are held against; empty: the
 *     first
 * @param groups tokenizers that belong together
 * @param resamples draws of documents for an interval
 * @param seed of the draws
 * @param confidence share of the draws that an interval holds
 * @param maxDocuments documents whose lengths the driver holds
 * @param wordsInMemory distinct words that a task holds
 * @param samples documents that are shown token by token
 * @param speedBytes text that is encoded in one measurement of speed
 * @param speedRepetitions measurements of each tokenizer
 */
public record CompareSettings(
    NamedDirectories tokenizers,
    CorpusSettings corpus,
    OutputDirectory output,
    Optional<String> reference,
    List<DirectoryGroup> groups,
    int resamples,
    long seed,
    double confidence,
    int maxDocuments,
    int wordsInMemory,
    int samples,
    long speedBytes,
    int speedRepetitions) {

  public CompareSettings {
    groups = List.copyOf(groups);
  }

  /** Reads the sections {@code input} and {@code compare}. */
  public static CompareSettings read(
      ConfigReader reader,
      List<String> tokenizers,
      String input,
      OutputDirectory output,
      List<DirectoryGroup> groups) {
    return new CompareSettings(
        NamedDirectories.of("tokenizers", tokenizers),
        CorpusSettings.read(reader, input, List.of()),
        output,
        Optional.of(reader.text("compare.reference")).filter(name -> !name.isEmpty()),
        groups,
        reader.between("compare.resamples", 100, 1_000_000),
        reader.wholeNumber("compare.seed"),
        reader.inRange("compare.confidence", 0.5, 0.999),
        reader.between("compare.max-documents", 1, 100_000_000),
        reader.between("count.words-in-memory", 1, 100_000_000),
        reader.between("compare.samples", 0, 1000),
        reader.byteSize("compare.speed-bytes", 1),
        reader.between("compare.speed-repetitions", 1, 1000));
  }

  /**
   * Looks whether reference and groups are among the tokenizers, and none is given twice.
   *
   * @throws UsageException naming all that is wrong
   */
  public void check() {
    List<String> problems = new ArrayList<>(tokenizers.repetitions());
    reference
        .flatMap(name -> tokenizers.unknown("compare.reference", name))
        .ifPresent(problems::add);
    problems.addAll(tokenizers.problems(groups));
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }
}
