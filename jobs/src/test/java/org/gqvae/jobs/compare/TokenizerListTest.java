package org.gqvae.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;

class TokenizerListTest {
  @Test
  void namesDirectoriesByTheShortestEndThatTellsThemApart() {
    assertThat(names("bpe", "runs/a/tokenizer", "runs/b/tokenizer/"))
        .containsExactly("bpe", "a/tokenizer", "b/tokenizer");
    assertThat(names("s3a://x/1/run/tok", "s3a://x/2/run/tok", "run/tok"))
        .containsExactly("1/run/tok", "2/run/tok", "run/tok");
    assertThat(names("tok", "./other/tok")).containsExactly("tok", "other/tok");
    assertThat(names("runs/a/tokenizer")).containsExactly("tokenizer");
  }

  @Test
  void findsATokenizerByNameAndByDirectory() {
    TokenizerList list = TokenizerList.of(List.of("bpe", "runs/a/tok", "runs/b/tok"));
    assertThat(list.indexOf("b/tok")).hasValue(2);
    assertThat(list.indexOf("runs/b/tok/")).hasValue(2);
    assertThat(list.indexOf("tok")).isEmpty();
  }

  @Test
  void tellsWhatIsGivenTwice() {
    assertThat(TokenizerList.of(List.of("a/tok", "b/tok", "a/tok/")).repeated())
        .containsExactly("a/tok");
    assertThat(TokenizerList.of(List.of("a", "b")).repeated()).isEmpty();
  }

  @Test
  void readsGroups() {
    assertThat(TokenizerGroup.parse("seeds = a, b,,a"))
        .isEqualTo(new TokenizerGroup("seeds", List.of("a", "b")));
    for (String wrong : new String[] {"seeds", "=a", " =a,b", "seeds=", "seeds=,"}) {
      assertThatThrownBy(() -> TokenizerGroup.parse(wrong))
          .isInstanceOf(UsageException.class)
          .hasMessage(
              "Invalid --group " + wrong + ", expected NAME=A,B,.. of tokenizers in --tokenizers");
    }
  }

  private static List<String> names(String... directories) {
    return TokenizerList.of(List.of(directories)).names();
  }
}
