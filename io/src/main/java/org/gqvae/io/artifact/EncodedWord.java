package org.gqvae.io.artifact;

import java.util.Arrays;
import java.util.Objects;
import org.gqvae.model.text.Word;

/**
 * A word with its encoding: an entry of a tokenizer's word table.
 *
 * @param ids whose literals, one after the other, are the word
 */
public record EncodedWord(Word word, int[] ids) {
  /** On the heap, with its word, one or two ids, and a reference to it. */
  public static final int HEAP_BYTES = 84;

  public EncodedWord {
    Objects.requireNonNull(word, "word");
    ids = ids.clone();
  }

  @Override
  public int[] ids() {
    return ids.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedWord that
        && word.equals(that.word)
        && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return 31 * word.hashCode() + Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return word + " -> " + Arrays.toString(ids);
  }
}
