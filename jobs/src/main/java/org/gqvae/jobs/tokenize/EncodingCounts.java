package org.gqvae.jobs.tokenize;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import org.gqvae.jobs.rejects.Rejections;

/**
 * What is counted while documents are read and encoded, before anything is written. Counts are
 * added in any order.
 *
 * @param records that the reader handed out, documents and others
 * @param failed records that no document could be read from
 * @param rejectsKept of these, the ones that stand in a file
 * @param rejections why
 * @param tokens that the documents were encoded to
 * @param tableMisses words that were not in the tokenizer's table
 * @param verified documents that were decoded again
 * @param mismatches of those, the ones that did not give their text
 */
record EncodingCounts(
    @JsonProperty("records") long records,
    @JsonProperty("failed") long failed,
    @JsonProperty("rejects_kept") long rejectsKept,
    @JsonProperty("rejections") Rejections rejections,
    @JsonProperty("tokens") long tokens,
    @JsonProperty("table_misses") long tableMisses,
    @JsonProperty("verified") long verified,
    @JsonProperty("mismatches") long mismatches)
    implements Serializable {
  /** Of nothing read. */
  static final EncodingCounts NONE = new EncodingCounts(0, 0, 0, Rejections.NONE, 0, 0, 0, 0);

  /** Both together. */
  EncodingCounts plus(EncodingCounts other) {
    return new EncodingCounts(
        records + other.records,
        failed + other.failed,
        rejectsKept + other.rejectsKept,
        rejections.plus(other.rejections),
        tokens + other.tokens,
        tableMisses + other.tableMisses,
        verified + other.verified,
        mismatches + other.mismatches);
  }
}
