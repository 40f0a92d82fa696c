package org.gqvae.model.tokenizer;

/** Receives the encoded words of a text one by one, in order. */
@FunctionalInterface
public interface TokenSink {
  /**
   * Takes a word's ids, {@code ids[from..to)}.
   *
   * @param ids an array of the caller's, to be read during the call alone and not to be changed
   * @param from the first id's place
   * @param to behind the last id's place; {@code from < to}
   * @param bytes the word's length in bytes, in [1, 16]
   */
  void word(int[] ids, int from, int to, int bytes);
}
