package org.gqvae.jobs.count;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.rejects.Rejections;
import org.gqvae.model.text.CharacterClass;
import org.gqvae.model.text.PreTokenizer;

/**
 * summary.json of {@code count}.
 *
 * @param unicodeVersion whose character classes cut the words
 * @param preTokenizer cut the words
 * @param failed records that no document could be read from
 * @param skippedFiles files and directories of the input that were skipped for their names
 * @param words running words
 * @param bytes of the documents' texts
 * @param chars code points of the texts; a malformed byte counts one
 * @param files of words.parquet, by name, without those that would be empty
 * @param rejections why records were rejected
 */
public record CountSummary(
    @JsonProperty("unicode_version") String unicodeVersion,
    @JsonProperty("pre_tokenizer") String preTokenizer,
    @JsonProperty("documents") long documents,
    @JsonProperty("failed") long failed,
    @JsonProperty("skipped_files") long skippedFiles,
    @JsonProperty("words") long words,
    @JsonProperty("distinct_words") long distinctWords,
    @JsonProperty("bytes") long bytes,
    @JsonProperty("chars") long chars,
    @JsonProperty("files") List<String> files,
    @JsonIgnore Rejections rejections) {

  public CountSummary {
    files = List.copyOf(files);
  }

  /** Of no documents. */
  public static final CountSummary NONE = of(PreTokenizer.GPT2, List.of(), 0, 0, List.of());

  Figures figures() {
    return Figures.NONE
        .with("documents", documents)
        .with("failed", failed)
        .with("words", words)
        .with("distinct_words", distinctWords)
        .with("bytes", bytes)
        .with("rejected", rejections.commonestFirst());
  }

  /** How counting ended: with more rejected records than allowed, or well. */
  public Outcome outcome(CorpusSettings corpus) {
    return Outcome.ofRejected(failed, corpus.maxFailed(), rejections.told());
  }

  /** That there is not a word in a corpus, with the rejected records that may be why. */
  public JobFailedException noText(CorpusSettings corpus) {
    String remedy =
        failed == 0
            ? ". Check"
            : " (%,d records are rejected: %s). Mend what the reasons tell, or check"
                .formatted(failed, rejections.told());
    return new JobFailedException(
        "There is no text in "
            + corpus.spec().input()
            + remedy
            + " --input, --input-format and --text-column");
  }

  public static CountSummary of(
      PreTokenizer preTokenizer,
      Collection<SplitCount> splits,
      long skippedFiles,
      long distinctWords,
      List<String> files) {
    return new CountSummary(
        CharacterClass.UNICODE_VERSION,
        Spelling.of(preTokenizer),
        splits.stream().mapToLong(SplitCount::documents).sum(),
        splits.stream().mapToLong(SplitCount::failed).sum(),
        skippedFiles,
        splits.stream().mapToLong(SplitCount::words).sum(),
        distinctWords,
        splits.stream().mapToLong(SplitCount::bytes).sum(),
        splits.stream().mapToLong(SplitCount::chars).sum(),
        files,
        splits.stream()
            .sorted(Comparator.comparingInt(SplitCount::split))
            .map(SplitCount::rejections)
            .reduce(Rejections.NONE, Rejections::plus));
  }
}
