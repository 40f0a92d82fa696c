package org.gqvae.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;

class NamedDirectoriesTest {
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
  void findsADirectoryByNameAndByPath() {
    NamedDirectories list =
        NamedDirectories.of("tokenizers", List.of("bpe", "runs/a/tok", "runs/b/tok"));
    assertThat(list.indexOf("b/tok")).hasValue(2);
    assertThat(list.indexOf("runs/b/tok/")).hasValue(2);
    assertThat(list.indexOf("tok")).isEmpty();
  }

  @Test
  void tellsWhatIsGivenTwice() {
    assertThat(NamedDirectories.of("runs", List.of("a/tok", "b/tok", "a/tok/")).repetitions())
        .containsExactly("Given twice among the runs: a/tok. Give it once");
    assertThat(NamedDirectories.of("runs", List.of("a", "b")).repetitions()).isEmpty();
  }

  @Test
  void readsGroups() {
    assertThat(DirectoryGroup.parse("seeds = a, b,,a", "runs in --runs"))
        .isEqualTo(new DirectoryGroup("seeds", List.of("a", "b")));
    for (String wrong : new String[] {"seeds", "=a", " =a,b", "seeds=", "seeds=,"}) {
      assertThatThrownBy(() -> DirectoryGroup.parse(wrong, "runs in --runs"))
          .isInstanceOf(UsageException.class)
          .hasMessage("Invalid --group " + wrong + ", expected NAME=A,B,.. of runs in --runs");
    }
  }

  private static List<String> names(String... directories) {
    return NamedDirectories.of("tokenizers", List.of(directories)).names();
  }
}
