package org.gqvae.model.statistics;

/**
 * The entropy of the distribution of tokens, p(id) = uses(id) / tokens, in bits.
 *
 * <pre>
 * Shannon          H    = -sum p log2 p
 * Renyi, order a   H_a  = log2(sum p^a) / (1 - a)       (a -&gt; 1 gives H)
 * efficiency            = H / log2(ids)                  1 when all ids are used alike
 * </pre>
 *
 * <p>Zouhar et al., "Tokenization and the Noiseless Channel" (2023), find the efficiency of order
 * 2.5 to go best with the quality of models trained on the tokens.
 *
 * @param order the order a; 1 is Shannon's
 * @param bits the entropy; NaN without tokens
 * @param efficiency the entropy over that of the uniform distribution, 0 to 1; NaN without tokens
 */
public record Entropy(double order, double bits, double efficiency) {

  static Entropy of(double order, Histogram usedIds, int ids) {
    long tokens = usedIds.total();
    double sum = 0;
    for (int i = 0; i < usedIds.distinctValues(); i++) {
      double p = (double) usedIds.count(i) / tokens;
      sum += order == 1 ? -p * log2(p) : StrictMath.pow(p, order);
    }
    double bits = Double.NaN;
    if (tokens > 0) {
      bits = Math.max(0, order == 1 ? sum : log2(sum) / (1 - order));
    }
    return new Entropy(order, bits, bits / log2(ids));
  }

  // The same bits on every machine, which Math.log does not promise.
  private static double log2(double x) {
    return StrictMath.log(x) / StrictMath.log(2);
  }
}
