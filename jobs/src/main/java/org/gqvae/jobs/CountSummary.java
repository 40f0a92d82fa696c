package org.gqvae.jobs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * summary.json of {@code count}.
 *
 * @param failed records that no document could be read from
 * @param words running words
 * @param bytes of the documents' texts
 * @param chars code points of the texts; a malformed byte counts one
 * @param files of words.parquet, by name, without those that would be empty
 */
public record CountSummary(
    @JsonProperty("documents") long documents,
    @JsonProperty("failed") long failed,
    @JsonProperty("words") long words,
    @JsonProperty("distinct_words") long distinctWords,
    @JsonProperty("bytes") long bytes,
    @JsonProperty("chars") long chars,
    @JsonProperty("files") List<String> files,
    @JsonIgnore List<String> firstRejected) {

  public CountSummary {
    files = List.copyOf(files);
    firstRejected = List.copyOf(firstRejected);
  }

  Figures figures() {
    return Figures.NONE
        .with("documents", documents)
        .with("failed", failed)
        .with("words", words)
        .with("distinct_words", distinctWords)
        .with("bytes", bytes);
  }

  static CountSummary of(Collection<SplitCount> splits, long distinctWords, List<String> files) {
    return new CountSummary(
        splits.stream().mapToLong(SplitCount::documents).sum(),
        splits.stream().mapToLong(SplitCount::failed).sum(),
        splits.stream().mapToLong(SplitCount::words).sum(),
        distinctWords,
        splits.stream().mapToLong(SplitCount::bytes).sum(),
        splits.stream().mapToLong(SplitCount::chars).sum(),
        files,
        splits.stream()
            .sorted(Comparator.comparingInt(SplitCount::split))
            .flatMap(split -> split.firstRejected().stream())
            .limit(SplitCount.MAX_REJECTED_TOLD)
            .toList());
  }
}
