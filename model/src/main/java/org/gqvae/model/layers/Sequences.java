package org.gqvae.model.layers;

/** Which of the P positions of a batch belong together: those of a sequence lie side by side. */
public interface Sequences {

  /** How many there are. */
  int count();

  /** P. */
  int positions();

  /** The first position of sequence {@code s}. */
  int start(int s);

  int length(int s);
}
