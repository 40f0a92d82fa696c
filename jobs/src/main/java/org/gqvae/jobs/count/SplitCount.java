package org.gqvae.jobs.count;

import java.io.Serializable;
import org.gqvae.jobs.rejects.Rejections;

/**
 * What counting one split has found besides its words.
 *
 * @param split its index
 * @param words running words
 * @param bytes of the documents' texts
 * @param chars code points of the texts
 * @param rejections why records were rejected
 */
public record SplitCount(
    int split,
    long documents,
    long failed,
    long words,
    long bytes,
    long chars,
    Rejections rejections)
    implements Serializable {}
