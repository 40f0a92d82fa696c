package org.gqvae.model.vocabulary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;

class CodeNamesTest {
  private static CodeVote vote(int code, String segment, long count) {
    return new CodeVote(code, Word.of(segment.getBytes(UTF_8)), count);
  }

  /** What each code names, "-" for nothing. */
  private static List<String> names(CodeNames names) {
    return Arrays.stream(names.codeTokens())
        .mapToObj(id -> id < 0 ? "-" : new String(names.vocabulary().literal(id), UTF_8))
        .toList();
  }

  private static List<String> byVotes(int codebookSize, CodeVote... votes) {
    return names(CodeNames.byVotes(codebookSize, List.of(votes)));
  }

  @Test
  void aCodeIsNamedByWhatItEndsMostOften() {
    assertThat(byVotes(2, vote(0, "at", 3), vote(0, "cat", 4), vote(1, "dog", 1)))
        .containsExactly("cat", "dog");
  }

  @Test
  void aStringGoesToTheCodeThatEndsItMostOften() {
    assertThat(byVotes(2, vote(0, "cat", 4), vote(1, "cat", 5))).containsExactly("-", "cat");
  }

  @Test
  void aCodeWhoseNameIsTakenHasItsRunnerUp() {
    assertThat(
            byVotes(
                3,
                vote(0, "cat", 9),
                vote(1, "cat", 8),
                vote(1, "rat", 2),
                vote(2, "rat", 1),
                vote(2, "cat", 7)))
        .containsExactly("cat", "rat", "-");
  }

  @Test
  void tiesGoToTheLowerSegmentThenToTheLowerCode() {
    assertThat(byVotes(1, vote(0, "b", 2), vote(0, "a", 2), vote(0, "ab", 2))).containsExactly("a");
    assertThat(byVotes(1, vote(0, "\u00e9", 2), vote(0, "z", 2))).containsExactly("z");
    assertThat(byVotes(2, vote(1, "a", 2), vote(0, "a", 2))).containsExactly("a", "-");
  }

  @Test
  void theOrderOfTheVotesDoesNotMatter() {
    Random random = RandomText.random();
    List<CodeVote> votes = new ArrayList<>();
    for (int code = 0; code < 20; code++) {
      for (int letter = 0; letter < 20; letter++) {
        if (random.nextBoolean()) {
          votes.add(vote(code, "x" + (char) ('a' + letter), 1 + random.nextInt(4)));
        }
      }
    }
    CodeNames names = CodeNames.byVotes(20, votes);
    for (int time = 0; time < 20; time++) {
      Collections.shuffle(votes, random);
      assertThat(CodeNames.byVotes(20, votes)).isEqualTo(names);
    }
    assertThat(names(names).stream().filter(name -> !name.equals("-")))
        .hasSizeGreaterThan(10)
        .doesNotHaveDuplicates();
  }

  @Test
  void codesThatDecodeToTheSameBytesShareAToken() {
    CodeNames names =
        CodeNames.ofLiterals(
            Stream.of("ing", "a", "ing", "ed").map(text -> text.getBytes(UTF_8)).toList());
    assertThat(names(names)).containsExactly("ing", "a", "ing", "ed");
    assertThat(names.vocabulary().learnedTokens()).as("ing and ed").isEqualTo(2);
    assertThat(names.codeTokens()[1]).isEqualTo('a');
  }

  @Test
  void aCodeMayNameNothing() {
    List<byte[]> literals = new ArrayList<>();
    literals.add(null);
    literals.add(new byte[] {0, 0});
    CodeNames names = CodeNames.ofLiterals(literals);
    assertThat(names.codeTokens()).containsExactly(-1, 256);
    assertThat(names.vocabulary().literal(256)).containsExactly(0, 0);
  }

  @Test
  void namesCodesWithinAVocabularyByTheirCommonestToken() {
    Vocabulary vocabulary = Vocabulary.of(List.of("the".getBytes(UTF_8), "he".getBytes(UTF_8)));
    CodeNames names =
        CodeNames.within(
            vocabulary,
            4,
            List.of(
                vote(0, "she", 9), // no token
                vote(0, "the", 2),
                vote(0, "he", 3),
                vote(1, "he", 1), // has its name already, and shares it
                vote(2, "s", 4),
                vote(3, "she", 1)));
    assertThat(names.vocabulary()).isEqualTo(vocabulary);
    assertThat(names(names)).containsExactly("he", "he", "s", "-");
  }
}
