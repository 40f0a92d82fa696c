package org.gqvae.io.corpus;

/** What becomes of a file that is read as text though its bytes are not text as they are. */
public enum CompressedAsText {
  /** It stops the command. */
  REFUSE,

  /** Its bytes are the text. */
  READ
}
