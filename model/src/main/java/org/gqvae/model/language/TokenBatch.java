package org.gqvae.model.language;

import java.util.Arrays;
import org.gqvae.model.layers.Sequences;

/**
 * Contexts side by side, P positions in all, each with the token that stands there and the one that
 * follows it. All contexts have T tokens, but for the last, which may have fewer.
 */
public final class TokenBatch implements Sequences {
  private final int[] tokens; // (P)
  private final int[] next; // (P)
  private final int contextTokens;

  /**
   * The batch of these arrays, which are not copied.
   *
   * @param tokens what is seen, context by context
   * @param next what is to be foretold at each position
   * @param contextTokens T
   */
  public TokenBatch(int[] tokens, int[] next, int contextTokens) {
    if (tokens.length != next.length) {
      throw new IllegalArgumentException(
          tokens.length + " tokens, but " + next.length + " that follow");
    }
    this.tokens = tokens;
    this.next = next;
    this.contextTokens = contextTokens;
  }

  /** The tokens {@code ids[from, to)}, each foretold from those before it in its context. */
  static TokenBatch of(int[] ids, int from, int to, int contextTokens) {
    return new TokenBatch(
        Arrays.copyOfRange(ids, from - 1, to - 1),
        Arrays.copyOfRange(ids, from, to),
        contextTokens);
  }

  @Override
  public int count() {
    return (tokens.length + contextTokens - 1) / contextTokens;
  }

  @Override
  public int positions() {
    return tokens.length;
  }

  @Override
  public int start(int context) {
    return context * contextTokens;
  }

  @Override
  public int length(int context) {
    return Math.min(contextTokens, tokens.length - start(context));
  }

  /** The token at position {@code p}. */
  int token(int p) {
    return tokens[p];
  }

  /** The token behind position {@code p}. */
  int next(int p) {
    return next[p];
  }

  /** The place of position {@code p} in its context, from 0 on. */
  int place(int p) {
    return p % contextTokens;
  }
}
