package org.gqvae.io.report;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gqvae.io.tokens.PackingFigures;
import org.gqvae.model.statistics.TokenFigures;

/**
 * A tokenized corpus as reports tell it.
 *
 * @param name what readers call it, such as its path
 * @param tokenizer a few words on the tokenizer: kind, policy, pre-tokenizer, vocabulary size
 * @param fingerprint the tokenizer's fingerprint
 * @param roundTrip what verification found; empty when nothing was verified
 * @param figures the figures over all documents; of packed rows, those that ids alone tell
 * @param groupColumn the column that documents are grouped by; empty for none
 * @param groups the figures by the column's value, null for documents without one; empty for none
 * @param samples documents to show with their tokens; none of packed rows
 * @param packing what packing gave; empty where rows are not packed
 */
public record DataSet(
    String name,
    String tokenizer,
    String fingerprint,
    Optional<RoundTrip> roundTrip,
    TokenFigures figures,
    Optional<String> groupColumn,
    SortedMap<String, TokenFigures> groups,
    List<SampleDocument> samples,
    Optional<PackingFigures> packing) {
  /** Copies the collections. */
  public DataSet {
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    samples = List.copyOf(samples);
  }

  /** A data set whose rows are documents. */
  public DataSet(
      String name,
      String tokenizer,
      String fingerprint,
      Optional<RoundTrip> roundTrip,
      TokenFigures figures,
      Optional<String> groupColumn,
      SortedMap<String, TokenFigures> groups,
      List<SampleDocument> samples) {
    this(
        name,
        tokenizer,
        fingerprint,
        roundTrip,
        figures,
        groupColumn,
        groups,
        samples,
        Optional.empty());
  }

  /** A data set without groups. */
  public DataSet(
      String name,
      String tokenizer,
      String fingerprint,
      Optional<RoundTrip> roundTrip,
      TokenFigures figures,
      List<SampleDocument> samples) {
    this(
        name,
        tokenizer,
        fingerprint,
        roundTrip,
        figures,
        Optional.empty(),
        new TreeMap<>(),
        samples);
  }

  /** A data set of packed rows. */
  public static DataSet packed(
      String name,
      String tokenizer,
      String fingerprint,
      Optional<RoundTrip> roundTrip,
      TokenFigures figures,
      PackingFigures packing) {
    return new DataSet(
        name,
        tokenizer,
        fingerprint,
        roundTrip,
        figures,
        Optional.empty(),
        new TreeMap<>(),
        List.of(),
        Optional.of(packing));
  }
}
