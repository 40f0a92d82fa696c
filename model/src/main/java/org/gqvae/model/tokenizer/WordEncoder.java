package org.gqvae.model.tokenizer;

import java.util.List;
import org.gqvae.model.text.Word;

/**
 * Gives words their token ids.
 *
 * <p>A pure function of each word alone: its ids depend neither on its neighbours in the list nor
 * on earlier calls. The literals of a word's ids, joined, are the word. Encoders need not be
 * thread-safe.
 */
public interface WordEncoder {
  /**
   * The ids of each word, in the order of the words.
   *
   * @return (words) of (tokens of the word), each of 1 to 16 ids; arrays that the caller may keep
   */
  List<int[]> encode(List<Word> words);
}
