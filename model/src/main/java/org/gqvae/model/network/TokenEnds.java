package org.gqvae.model.network;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** Positions of a batch where tokens end: at open gates, behind K bytes, at the ends of words. */
final class TokenEnds {
  private TokenEnds() {}

  /**
   * Those by the gates, and those by their logits: these round on their own.
   *
   * @param tokenBytes K
   */
  static BitSet of(WordBatch batch, float[] gates, float[] logits, int tokenBytes) {
    BitSet ends = new BitSet(batch.positions());
    add(batch, p -> gates[p] > 0.5f, tokenBytes, ends);
    add(batch, p -> logits[p] > 0, tokenBytes, ends);
    return ends;
  }

  private static void add(WordBatch batch, IntPredicate isOpen, int tokenBytes, BitSet ends) {
    int from = 0;
    for (int p = 0; p < batch.positions(); p++) {
      if (batch.endsWord(p) || p + 1 - from == tokenBytes || isOpen.test(p)) {
        ends.set(p);
        from = p + 1;
      }
    }
  }
}
