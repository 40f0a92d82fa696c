/**
 * What a tokenized corpus looks like in numbers: exact counts that add up, and the figures that
 * follow from them.
 *
 * <pre>
 * rows of token columns --TokenCounter--&gt; TokenStatistics --plus--&gt; TokenStatistics of the corpus
 *                                                                  |
 *                                                        TokenFigures.of(counts, vocabulary)
 * </pre>
 *
 * <p>Only integers are merged, so the figures of a corpus do not depend on how it was cut or in
 * what order its parts were added; the reals are computed once, at the end, by {@link
 * org.gqvae.model.statistics.TokenFigures}.
 */
package org.gqvae.model.statistics;
