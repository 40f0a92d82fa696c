package org.gqvae.io.tokens;

import java.io.Serializable;

/**
 * What token rows add up to. Totals are added in any order.
 *
 * @param documents rows that begin a document
 * @param empty documents without text
 * @param chunks rows
 * @param bytes of the documents' texts
 * @param chars code points of the texts
 * @param words pre-tokens
 */
public record TokenTotals(
    long documents, long empty, long chunks, long bytes, long chars, long words, long tokens)
    implements Serializable {
  /** No rows. */
  public static final TokenTotals NONE = new TokenTotals(0, 0, 0, 0, 0, 0, 0);

  public TokenTotals {
    TokenRow.checkNotNegative("documents", documents);
    TokenRow.checkNotNegative("empty", empty);
    TokenRow.checkNotNegative("chunks", chunks);
    TokenRow.checkNotNegative("bytes", bytes);
    TokenRow.checkNotNegative("chars", chars);
    TokenRow.checkNotNegative("words", words);
    TokenRow.checkNotNegative("tokens", tokens);
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
        tokens + other.tokens);
  }
}
