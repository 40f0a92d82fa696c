package org.gqvae.io.corpus;

/** What a document is in plain text. */
public enum DocumentMode {
  /**
   * A line: it ends at {@code \n}, which is not part of it; {@code \r} is, but for {@link
   * TextContent#LINES}. A last line without {@code \n} counts, an empty line is an empty document.
   */
  LINE,

  /**
   * All bytes of a file, decompressed where its extension says so; but for {@link
   * TextContent#LINES} as they are. Every file is read as text, whatever its extension; an empty
   * file is one empty document.
   */
  FILE
}
