/**
 * Statistics of a tokenized corpus: exact counts that can be added, and the figures computed from
 * them.
 *
 * <pre>
 * rows of token columns --TokenCounter--&gt; TokenCounts by group --plus--&gt; TokenStatistics of the corpus
 *                                                                        |
 *                                                        TokenFigures.of(counts, vocabulary)
 *                                                                        |
 * packed rows --PackedCounts.Counter--&gt; PackedCounts --plus--&gt; PackedCounts of the corpus
 * </pre>
 *
 * <p>Only integers are merged, so the figures of a corpus do not depend on how it was cut or in
 * what order its parts were added. {@link org.gqvae.model.statistics.TokenFigures} computes the
 * reals once, at the end.
 */
package org.gqvae.model.statistics;
