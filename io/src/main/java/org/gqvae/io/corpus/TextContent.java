package org.gqvae.io.corpus;

/** What the text of a plain text file is. */
public enum TextContent {
  /** All of its bytes. */
  BYTES,

  /**
   * Its lines: a byte-order mark at the file's beginning is left out, and {@code \r\n} is a line's
   * end as {@code \n} is. A {@code \r} that stands alone is text.
   */
  LINES
}
