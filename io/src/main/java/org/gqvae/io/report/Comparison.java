package org.gqvae.io.report;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.model.statistics.Interval;
import org.gqvae.model.statistics.Spread;
import org.gqvae.model.statistics.TokenFigures;

/**
 * Tokenizers side by side on the same held-out documents.
 *
 * @param text what they encoded
 * @param draws how the intervals were drawn
 * @param reference which of the entries the others are held against
 * @param entries a tokenizer each, or a second policy of one
 * @param overlap what the vocabularies have in common
 * @param groups entries that belong together, such as runs that differ in their seed
 * @param samples documents to show as each entry cuts them
 */
public record Comparison(
    HeldOutText text,
    Draws draws,
    int reference,
    List<Entry> entries,
    VocabularyOverlap overlap,
    List<Group> groups,
    List<Sample> samples) {
  public Comparison {
    entries = List.copyOf(entries);
    groups = List.copyOf(groups);
    samples = List.copyOf(samples);
    Objects.checkIndex(reference, entries.size());
  }

  /** The entry that the others are held against. */
  public Entry referenceEntry() {
    return entries.get(reference);
  }

  /** The entry of most bytes a token, the first of equals. */
  public Entry best() {
    Entry best = entries.get(0);
    for (Entry entry : entries) {
      if (entry.bytesPerToken().estimate() > best.bytesPerToken().estimate()) {
        best = entry;
      }
    }
    return best;
  }

  /**
   * The held-out documents.
   *
   * @param input as the user named it
   * @param documents the empty ones included
   * @param rejected records that no document could be read from
   * @param words running words, as the reference's pre-tokenizer cuts them
   * @param distinctWords of those
   */
  public record HeldOutText(
      String input,
      long documents,
      long emptyDocuments,
      long rejected,
      long bytes,
      long characters,
      long words,
      long distinctWords) {
    /** Bytes of a running word, on average: what one token a word would give. NaN without words. */
    public double bytesPerWord() {
      return words == 0 ? Double.NaN : (double) bytes / words;
    }
  }

  /**
   * How intervals were drawn.
   *
   * @param confidence share of the draws that an interval holds
   * @param resamples the number of draws
   */
  public record Draws(double confidence, int resamples, long seed) {}

  /**
   * A tokenizer under one policy.
   *
   * @param name what readers call it
   * @param tokenizer its place among the tokenizers of {@link Comparison#overlap}
   * @param bytesPerToken bytes / tokens
   * @param difference bytes per token less the reference's
   * @param ratio bytes per token over the reference's
   * @param speed of the word table
   * @param gates what the network's gates and codes make of the words; empty for other policies
   */
  public record Entry(
      String name,
      int tokenizer,
      TokenizerManifest manifest,
      TokenFigures figures,
      Interval bytesPerToken,
      Interval difference,
      Interval ratio,
      EncodeSpeed speed,
      Optional<GateFigures> gates) {
    /** Bytes of a running word as its pre-tokenizer cuts them; NaN without words. */
    public double bytesPerWord() {
      long words = figures.counts().words();
      return words == 0 ? Double.NaN : (double) figures.counts().bytes() / words;
    }
  }

  /**
   * How long one thread took to encode a text by looking its words up in a warm table.
   *
   * @param bytes encoded in one measurement
   * @param medianSeconds of all measurements
   * @param fastestSeconds the shortest measurement
   * @param slowestSeconds the longest measurement
   */
  public record EncodeSpeed(
      long bytes, double medianSeconds, double fastestSeconds, double slowestSeconds) {
    /** Bytes of a second, in 10^6, by the median; NaN where nothing was encoded. */
    public double megabytesPerSecond() {
      return bytes == 0 ? Double.NaN : bytes / medianSeconds / 1e6;
    }
  }

  /**
   * What gates and codes make of running words before any repair.
   *
   * @param bytes of the words
   * @param words running words
   * @param exactWords of those, the words all of whose segments their codes name
   * @param segments that the gates cut the words into
   * @param repairedSegments of those, the segments that their code does not name
   */
  public record GateFigures(
      long bytes, long words, long exactWords, long segments, long repairedSegments)
      implements Serializable {
    /** Bytes of a segment: what the gates would compress to if every code were right. */
    public double bytesPerGate() {
      return segments == 0 ? Double.NaN : (double) bytes / segments;
    }

    /** The share of segments that are repaired. */
    public double repairRate() {
      return segments == 0 ? Double.NaN : (double) repairedSegments / segments;
    }

    /** The share of running words that need no repair. */
    public double exactWordShare() {
      return words == 0 ? Double.NaN : (double) exactWords / words;
    }
  }

  /**
   * Entries that belong together.
   *
   * @param entries their names
   * @param bytesPerToken over the entries
   * @param ratio bytes per token over the reference's, over the entries
   */
  public record Group(String name, List<String> entries, Spread bytesPerToken, Spread ratio) {
    public Group {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A document, or its beginning, as the entries cut it.
   *
   * @param tokens (entries) the literals of each entry's tokens in order; not copied
   */
  public record Sample(String id, List<List<byte[]>> tokens) {
    public Sample {
      tokens = List.copyOf(tokens);
    }
  }
}
