package org.gqvae.model.statistics;

import org.gqvae.model.text.Utf8;
import org.gqvae.model.text.Word;
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
    long[] bytesByUse = new long[Word.MAX_BYTES + 1];
    long[] charactersByUse = new long[Word.MAX_BYTES + 1];
    long[] bytesByVocabulary = new long[Word.MAX_BYTES + 1];
    long[] charactersByVocabulary = new long[Word.MAX_BYTES + 1];
    Histogram used = counts.ids();
    int next = 0; // of the used ids
    int ordinaryIds = vocabulary.ordinaryIds();
    for (int id = 0; id < ordinaryIds; id++) {
      boolean isUsed = next < used.distinctValues() && used.value(next) == id;
      long uses = isUsed ? used.count(next++) : 0;
      byte[] literal = vocabulary.literal(id);
      int characters = (int) Utf8.countCodePoints(literal, 0, literal.length);
      bytesByUse[literal.length] = Math.addExact(bytesByUse[literal.length], uses);
      charactersByUse[characters] = Math.addExact(charactersByUse[characters], uses);
      bytesByVocabulary[literal.length]++;
      charactersByVocabulary[characters]++;
    }
    return new TokenLengths(
        Histogram.of(bytesByUse),
        Histogram.of(charactersByUse),
        Histogram.of(bytesByVocabulary),
        Histogram.of(charactersByVocabulary));
  }
}
