package org.gqvae.model.vocabulary;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.gqvae.model.text.Word;

/**
 * A vocabulary drawn from a codebook, and what each code stands for in it.
 *
 * @param vocabulary its learned tokens are the names of two bytes or more
 * @param codeTokens (V) the id that each code names, -1 for none
 */
public record CodeNames(Vocabulary vocabulary, int[] codeTokens) {
  public CodeNames {
    Objects.requireNonNull(vocabulary);
    codeTokens = codeTokens.clone();
  }

  @Override
  public int[] codeTokens() {
    return codeTokens.clone();
  }

  /**
   * Names that several codes may share.
   *
   * @param literals (V) what each code stands for, 1 to 16 bytes; null where it stands for nothing
   */
  public static CodeNames ofLiterals(List<byte[]> literals) {
    TreeSet<Word> learned = new TreeSet<>();
    for (byte[] literal : literals) {
      if (literal != null && literal.length > 1) {
        learned.add(Word.of(literal));
      }
    }
    Vocabulary vocabulary = Vocabulary.of(learned.stream().map(Word::toBytes).toList());
    int[] codeTokens = new int[literals.size()];
    for (int v = 0; v < codeTokens.length; v++) {
      byte[] literal = literals.get(v);
      codeTokens[v] = literal == null ? -1 : vocabulary.idOf(literal, 0, literal.length);
    }
    return new CodeNames(vocabulary, codeTokens);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeNames that
        && vocabulary.equals(that.vocabulary)
        && Arrays.equals(codeTokens, that.codeTokens);
  }

  @Override
  public int hashCode() {
    return 31 * vocabulary.hashCode() + Arrays.hashCode(codeTokens);
  }
}
