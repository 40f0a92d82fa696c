package org.gqvae.jobs.export;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.EncodedWord;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.export.HuggingFaceTokenizer;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.tokenize.Tokenizers;
import org.gqvae.jobs.tokenize.WordEncoders;
import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports a tokenizer: writes the files, reads them again, and compares their ids with its own on
 * its own words and on hard texts. It needs no Spark.
 */
final class ExportJob {
  private static final Logger LOG = LoggerFactory.getLogger(ExportJob.class);

  private static final String NOTE_OF_NEURAL =
      "The neural policy cannot be exported. The export is the policy viterbi over the same"
          + " vocabulary, which gives some words other ids";

  private final ExportSettings settings;
  private final Configuration hadoop;

  ExportJob(ExportSettings settings, Configuration hadoop) {
    this.settings = settings;
    this.hadoop = hadoop;
  }

  /**
   * Writes and compares.
   *
   * @throws UsageException when the format cannot say the tokenizer exactly
   * @throws JobFailedException when the files give other ids; they are removed
   */
  Outcome run() {
    TokenizerArtifact own = Tokenizers.read(settings.tokenizer(), Optional.empty(), hadoop);
    boolean isNeural = own.manifest().policy() == Policy.NEURAL;
    TokenizerArtifact exported =
        isNeural ? Tokenizers.read(settings.tokenizer(), Optional.of(Policy.VITERBI), hadoop) : own;
    Optional<String> template =
        settings.chatTemplate().map(file -> ChatTemplate.read(file, hadoop));
    int texts =
        switch (settings.format()) {
          case HUGGINGFACE -> huggingFace(exported, words(own), template);
        };
    LOG.info(
        "{} ids, the same as the tokenizer's on {} texts: {}",
        exported.vocabulary().size(),
        texts,
        settings.output().path());
    Figures figures =
        Figures.NONE
            .with("format", Spelling.of(settings.format()))
            .with("policy", Spelling.of(exported.manifest().policy()))
            .with("vocabulary_size", exported.vocabulary().size())
            .with("compared_texts", texts);
    if (isNeural) {
      LOG.warn(NOTE_OF_NEURAL);
      return Outcome.DONE.with(figures.with("note", NOTE_OF_NEURAL));
    }
    return Outcome.DONE.with(figures);
  }

  private static List<Word> words(TokenizerArtifact tokenizer) {
    return tokenizer.wordTable().stream().map(EncodedWord::word).toList();
  }

  private int huggingFace(
      TokenizerArtifact tokenizer, List<Word> words, Optional<String> template) {
    Path directory = new Path(settings.output().path());
    settings.output().prepareToReplace(hadoop);
    try {
      HuggingFaceTokenizer.write(directory, tokenizer, template, hadoop);
      return compared(directory, tokenizer, words);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "Cannot export %s: %s".formatted(settings.tokenizer(), e.getMessage()));
    } catch (IOException e) {
      throw JobFailedException.cannot("write the export " + directory, e);
    }
  }

  /** The number of texts on which the files give the tokenizer's ids; wrong files are removed. */
  private int compared(Path directory, TokenizerArtifact tokenizer, List<Word> words)
      throws IOException {
    try {
      return HuggingFaceTokenizer.check(
          directory,
          tokenizer.manifest().preTokenizer(),
          WordEncoders.of(tokenizer),
          words,
          hadoop);
    } catch (JobFailedException e) {
      settings.output().discard(hadoop);
      throw e;
    }
  }
}
