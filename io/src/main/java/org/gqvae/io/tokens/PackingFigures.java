package org.gqvae.io.tokens;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.gqvae.io.config.Spelling;

/**
 * What became of documents that were packed into rows.
 *
 * @param length ids of a row
 * @param method that of {@link PackMethod}, as settings spell it
 * @param padTokens ids that fill rows up
 * @param padShare of these in all ids; null where there are no rows
 * @param cutDocuments documents that, with their ends of text, lie in more than one row
 * @param cutShare of these in all documents; null where there are none
 */
public record PackingFigures(
    @JsonProperty("length") int length,
    @JsonProperty("method") String method,
    @JsonProperty("pad_tokens") long padTokens,
    @JsonProperty("pad_share") Double padShare,
    @JsonProperty("cut_documents") long cutDocuments,
    @JsonProperty("cut_share") Double cutShare) {
  public PackingFigures {
    Spelling.parse("method", PackMethod.class, Objects.requireNonNull(method, "method"));
  }

  static PackingFigures of(Packing packing, TokenTotals totals) {
    return new PackingFigures(
        packing.length(),
        Spelling.of(packing.method()),
        totals.pads(),
        share(totals.pads(), totals.tokens() + totals.specialTokens()),
        totals.cutDocuments(),
        share(totals.cutDocuments(), totals.documents()));
  }

  private static Double share(long part, long whole) {
    return whole == 0 ? null : Double.valueOf((double) part / whole);
  }
}
