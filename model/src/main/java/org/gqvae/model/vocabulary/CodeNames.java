package org.gqvae.model.vocabulary;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.gqvae.model.text.Word;

/**
 * A vocabulary drawn from a codebook, and what each code stands for in it.
 *
 * @param vocabulary its learned tokens are the names of two bytes or more
 * @param codeTokens (V) the id that each code names, -1 for none
 */
public record CodeNames(Vocabulary vocabulary, int[] codeTokens) implements Serializable {
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

  /**
   * Names each code by what it is used for: the commonest pairs of code and segment first, a code
   * takes the segment if it has no name yet and no other code has taken it. So each string is named
   * once.
   *
   * @param votes in any order, each pair once; ties go to the lower segment, then to the lower code
   */
  public static CodeNames byVotes(int codebookSize, Collection<CodeVote> votes) {
    byte[][] names = new byte[codebookSize][];
    Set<Word> taken = new HashSet<>();
    votes.stream()
        .sorted(
            Comparator.comparingLong(CodeVote::count)
                .reversed()
                .thenComparing(CodeVote::segment)
                .thenComparing(CodeVote::code))
        .forEach(
            vote -> {
              if (names[vote.code()] == null && taken.add(vote.segment())) {
                names[vote.code()] = vote.segment().toBytes();
              }
            });
    return ofLiterals(Arrays.asList(names));
  }

  /**
   * Names each code by the commonest of its segments that is a token of {@code vocabulary}; several
   * codes may have one name.
   *
   * @param votes in any order, each pair once; ties go to the lower segment
   */
  public static CodeNames within(
      Vocabulary vocabulary, int codebookSize, Collection<CodeVote> votes) {
    int[] codeTokens = new int[codebookSize];
    Arrays.fill(codeTokens, -1);
    votes.stream()
        .sorted(
            Comparator.comparingLong(CodeVote::count).reversed().thenComparing(CodeVote::segment))
        .forEach(
            vote -> {
              byte[] segment = vote.segment().toBytes();
              if (codeTokens[vote.code()] < 0) {
                codeTokens[vote.code()] = vocabulary.idOf(segment, 0, segment.length);
              }
            });
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
