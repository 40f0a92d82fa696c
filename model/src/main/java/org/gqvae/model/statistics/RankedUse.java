package org.gqvae.model.statistics;

/**
 * A point of the rank-frequency curve.
 *
 * @param rank 1 for the most used id
 * @param count the uses of the id of that rank, at least 1
 */
public record RankedUse(int rank, long count) {}
