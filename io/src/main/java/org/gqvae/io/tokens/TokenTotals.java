package org.gqvae.io.tokens;

import java.io.Serializable;

/**
 * What the rows of part files add up to. Totals are added in any order.
 *
 * @param documents that the rows hold
 * @param empty documents without text
 * @param chunks rows
 * @param bytes of the documents' texts
 * @param chars code points of the texts
 * @param words pre-tokens
 * @param tokens token ids of the texts
 * @param specialTokens ids of specials between and behind them
 * @param pads of those, the ones that fill packed rows up
 * @param cutDocuments documents that lie in more than one packed row
 */
public record TokenTotals(
    long documents,
    long empty,
    long chunks,
    long bytes,
    long chars,
    long words,
    long tokens,
    long specialTokens,
    long pads,
    long cutDocuments)
    implements Serializable {
  /** No rows. */
  public static final TokenTotals NONE = new TokenTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  public TokenTotals {
    TokenRow.checkNotNegative("documents", documents);
    TokenRow.checkNotNegative("empty", empty);
    TokenRow.checkNotNegative("chunks", chunks);
    TokenRow.checkNotNegative("bytes", bytes);
    TokenRow.checkNotNegative("chars", chars);
    TokenRow.checkNotNegative("words", words);
    TokenRow.checkNotNegative("tokens", tokens);
    TokenRow.checkNotNegative("special_tokens", specialTokens);
    TokenRow.checkNotNegative("pads", pads);
    TokenRow.checkNotNegative("cut_documents", cutDocuments);
  }

  /** Both together. */
  public TokenTotals plus(TokenTotals other) {
    return new TokenTotals(
        documents + other.documents,
        empty + other.empty,
        chunks + other.chunks,
        bytes + other.bytes,
        chars + other.chars,
        words + other.words,
        tokens + other.tokens,
        specialTokens + other.specialTokens,
        pads + other.pads,
        cutDocuments + other.cutDocuments);
  }
}
