package org.gqvae.model.vocabulary;

import org.gqvae.model.text.Word;

/**
 * How often a code ended a segment: what it is used for.
 *
 * @param segment the bytes between the gate before and the code's own
 * @param count running words in which it did
 */
public record CodeVote(int code, Word segment, long count) {}
