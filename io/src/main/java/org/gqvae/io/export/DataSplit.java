package org.gqvae.io.export;

/** What documents are for; its spelling is part of the names of files. */
public enum DataSplit {
  /** To train on. */
  TRAIN,
  /** To validate on. */
  VAL
}
