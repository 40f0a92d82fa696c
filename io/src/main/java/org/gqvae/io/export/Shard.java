package org.gqvae.io.export;

import java.io.Serializable;

/**
 * One of the files that the documents of a split are divided into. It holds the places {@code
 * [from..to)} of the split, or the documents that begin there.
 *
 * @param index of the file among those of its split
 * @param name of the file of ids, below the output
 */
public record Shard(DataSplit split, int index, long from, long to, String name)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
