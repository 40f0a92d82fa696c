package org.gqvae.model.language;

import java.io.Serializable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A worker's part of a text: its documents' ids one behind the other, each with its end of text.
 */
public final class TokenShard implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Contexts that are measured together. */
  private static final int CONTEXTS_AT_ONCE = 16;

  private final int[] ids; // an end of text first, which the first document follows

  /**
   * The shard of these ids, which are not copied.
   *
   * @param ids an end of text, then the documents, each with an end of text behind it
   */
  public TokenShard(int[] ids) {
    this.ids = ids;
  }

  /** Tokens to be foretold: those of the documents, and their ends of text. */
  public int tokens() {
    return ids.length - 1;
  }

  /**
   * Batches of contexts, in the order of {@code seed}.
   *
   * @param first context of the first batch, counted from 0 over all passes through the text
   * @param contexts in a batch
   * @param contextTokens at most {@link #tokens}
   */
  public Stream<DataSet> batches(
      long first, int batches, int contexts, int contextTokens, long seed) {
    ContextOrder order = new ContextOrder(tokens(), contextTokens, seed);
    return IntStream.range(0, batches)
        .mapToObj(batch -> batch(order, first + (long) batch * contexts, contexts, contextTokens));
  }

  private DataSet batch(ContextOrder order, long first, int contexts, int contextTokens) {
    int[] tokens = new int[contexts * contextTokens];
    int[] next = new int[tokens.length];
    for (int context = 0; context < contexts; context++) {
      int from = order.start(first + context);
      System.arraycopy(ids, from, tokens, context * contextTokens, contextTokens);
      System.arraycopy(ids, from + 1, next, context * contextTokens, contextTokens);
    }
    return LanguageModelTraining.dataSet(tokens, next);
  }

  /**
   * The sum of the cross entropies of all tokens in nats, each foretold once. The text is cut into
   * contexts one behind the other.
   */
  public double nats(LanguageModel model) {
    int contextTokens = model.spec().contextTokens();
    int atOnce = CONTEXTS_AT_ONCE * contextTokens;
    double nats = 0;
    for (int from = 1; from < ids.length; from += atOnce) {
      int to = Math.min(ids.length, from + atOnce);
      nats += model.nats(TokenBatch.of(ids, from, to, contextTokens));
    }
    return nats;
  }
}
