package org.gqvae.io.report;

/**
 * What came of decoding documents again and comparing them with their source.
 *
 * @param verifiedDocuments documents that were decoded and compared
 * @param mismatches of those, the documents that differed
 */
public record RoundTrip(long verifiedDocuments, long mismatches) {
  /** Refuses more mismatches than documents. */
  public RoundTrip {
    if (mismatches < 0 || verifiedDocuments < mismatches) {
      throw new IllegalArgumentException(
          mismatches + " mismatches in " + verifiedDocuments + " verified documents");
    }
  }
}
