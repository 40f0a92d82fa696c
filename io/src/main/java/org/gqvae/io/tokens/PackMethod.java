package org.gqvae.io.tokens;

/** How documents are placed in rows of one length. */
public enum PackMethod {
  /** One behind the other: a document goes on in the next row where its own is full. */
  CONCATENATE,

  /** Whole where they fit a row, from the longest down, in as few rows as is found. */
  BEST_FIT
}
