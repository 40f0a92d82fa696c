package org.gqvae.model.statistics;

import java.util.Map;
import java.util.TreeMap;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * How long tokens are. By use, a token counts as often as it occurs in the corpus; by vocabulary,
 * every ordinary token counts once. Characters are code points, a byte of an incomplete one
 * counting one, so tokens that hold parts of a character add up to more characters than their text
 * has.
 *
 * @param bytesByUse running tokens by their length in bytes
 * @param charactersByUse running tokens by their length in characters
 * @param bytesByVocabulary ordinary ids by their length in bytes
 * @param charactersByVocabulary ordinary ids by their length in characters
 */
public record TokenLengths(
    Histogram bytesByUse,
    Histogram charactersByUse,
    Histogram bytesByVocabulary,
    Histogram charactersByVocabulary) {

  static TokenLengths of(TokenCounts counts, Vocabulary vocabulary) {
    Map<Long, Long> bytesByUse = new TreeMap<>();
    Map<Long, Long> charactersByUse = new TreeMap<>();
    Map<Long, Long> bytesByVocabulary = new TreeMap<>();
    Map<Long, Long> charactersByVocabulary = new TreeMap<>();
    int ordinaryIds = vocabulary.ordinaryIds();
    for (int id = 0; id < ordinaryIds; id++) {
      TokenUse token = new TokenUse(id, vocabulary.literal(id), counts.uses(id));
      long bytes = token.bytes();
      long characters = token.characters();
      bytesByUse.merge(bytes, token.count(), Math::addExact);
      charactersByUse.merge(characters, token.count(), Math::addExact);
      bytesByVocabulary.merge(bytes, 1L, Math::addExact);
      charactersByVocabulary.merge(characters, 1L, Math::addExact);
    }
    return new TokenLengths(
        Histogram.of(bytesByUse),
        Histogram.of(charactersByUse),
        Histogram.of(bytesByVocabulary),
        Histogram.of(charactersByVocabulary));
  }
}
