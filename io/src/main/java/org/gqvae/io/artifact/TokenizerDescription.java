package org.gqvae.io.artifact;

import org.gqvae.model.vocabulary.Vocabulary;

/** What decoding and reporting need of a tokenizer. */
public record TokenizerDescription(TokenizerManifest manifest, Vocabulary vocabulary) {
  /**
   * @throws IllegalArgumentException when they are not of one tokenizer, as far as sizes and
   *     specials tell
   */
  public TokenizerDescription {
    if (manifest.vocabularySize() != vocabulary.size()
        || manifest.learnedTokens() != vocabulary.learnedTokens()) {
      throw new IllegalArgumentException(
          "manifest.json tells of "
              + manifest.vocabularySize()
              + " ids, "
              + manifest.learnedTokens()
              + " of them learned, vocab.tsv of "
              + vocabulary.size()
              + ", "
              + vocabulary.learnedTokens()
              + " of them learned");
    }
    if (!manifest.specials().equals(vocabulary.specials())) {
      throw new IllegalArgumentException(
          "manifest.json has specials "
              + manifest.specials()
              + ", vocab.tsv "
              + vocabulary.specials());
    }
  }
}
