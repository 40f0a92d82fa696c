package org.gqvae.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.Map;
import org.gqvae.io.tokens.PartFile;
import org.gqvae.io.tokens.TokenTotals;

/**
 * One finished file of token columns with what its footer does not tell; as JSON, an entry of the
 * ledger that {@code --resume} reads.
 *
 * @param failed records that no document could be read from
 * @param tableMisses words that were not in the tokenizer's table
 * @param verified documents that were decoded again
 * @param mismatches of those, the ones that did not give their text
 */
record TokenizedPart(
    @JsonProperty("name") String name,
    @JsonProperty("bytes") long bytes,
    @JsonProperty("sha256") String sha256,
    @JsonProperty("fingerprint") String fingerprint,
    @JsonProperty("documents") long documents,
    @JsonProperty("empty") long empty,
    @JsonProperty("chunks") long chunks,
    @JsonProperty("text_bytes") long textBytes,
    @JsonProperty("chars") long chars,
    @JsonProperty("words") long words,
    @JsonProperty("tokens") long tokens,
    @JsonProperty("failed") long failed,
    @JsonProperty("table_misses") long tableMisses,
    @JsonProperty("verified") long verified,
    @JsonProperty("mismatches") long mismatches)
    implements Serializable {

  static TokenizedPart of(
      PartFile file, long failed, long tableMisses, long verified, long mismatches) {
    TokenTotals totals = file.totals();
    return new TokenizedPart(
        file.name(),
        file.bytes(),
        file.sha256(),
        file.fingerprint(),
        totals.documents(),
        totals.empty(),
        totals.chunks(),
        totals.bytes(),
        totals.chars(),
        totals.words(),
        totals.tokens(),
        failed,
        tableMisses,
        verified,
        mismatches);
  }

  /** The file, as its writer told of it. */
  PartFile file() {
    return new PartFile(
        name,
        bytes,
        sha256,
        new TokenTotals(documents, empty, chunks, textBytes, chars, words, tokens),
        Map.of(PartFile.FINGERPRINT, fingerprint));
  }
}
