package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gqvae.io.corpus.Corpora.HADOOP;
import static org.gqvae.io.corpus.Corpora.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorpusListingTest {
  @TempDir Path directory;

  @Test
  void takesTheNameOfADirectoryLiterallyBeforeItIsAGlob() {
    writeAll("in[1]/a.txt", "in1/b.txt", "{in}/c.txt", "in/d.txt");

    assertThat(names("in[1]")).containsExactly("a.txt");
    assertThat(names("in[12]")).containsExactly("in1/b.txt");
    assertThat(names("{in}")).containsExactly("c.txt");
  }

  @Test
  void takesNamesBelowADirectoryLiterally() {
    writeAll("in/[ab].txt", "in/*/c.txt", "in/{a,b}?.txt", "in/a.txt");

    assertThat(names("in")).containsExactly("*/c.txt", "[ab].txt", "a.txt", "{a,b}?.txt");
  }

  @Test
  void matchesNamesThatHoldGlobCharactersThemselves() {
    writeAll("in/[ab].txt", "in/x*y/c.txt", "in/x*y/[ab].txt", "in/xy/c.txt", "in/a:b.txt");

    assertThat(names("in/*.txt")).containsExactly("[ab].txt", "a:b.txt");
    assertThat(names("in/x*y/?.txt")).containsExactly("x*y/c.txt", "xy/c.txt");
    assertThat(names("in/x\\*y/*.txt")).containsExactly("x*y/[ab].txt", "x*y/c.txt");
    assertThat(names("in/x*")).containsExactly("x*y/[ab].txt", "x*y/c.txt", "xy/c.txt");
  }

  @Test
  void matchesOneOfSeveralAndRanges() {
    writeAll("in/a.txt", "in/b.txt", "in/c.jsonl", "in/d/e.txt", "in/f/g.txt", "in/:/h.txt");

    assertThat(names("in/{a,c}.*")).containsExactly("a.txt", "c.jsonl");
    assertThat(names("in/[^a].???")).containsExactly("b.txt");
    assertThat(names("in/{d/e,f/*}.txt")).containsExactly("d/e.txt", "f/g.txt");
    assertThat(names("in/?/[a-z].txt")).containsExactly(":/h.txt", "d/e.txt", "f/g.txt");
  }

  @Test
  void refusesAGlobThatMatchesNothingOrCannotBe() {
    writeAll("in/a.txt");

    assertThatThrownBy(() -> names("in/a.txt/*"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Input matches no file: ");
    assertThatThrownBy(() -> names("in/none/*"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Input matches no file: ");
    assertThatThrownBy(() -> names("in/a[b.txt"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("in/a[b.txt, expected a path or a glob");
  }

  @Test
  void namesWhatItSkips() {
    writeAll("in/a.txt", "in/_b.txt", "in/.c/d.txt", "in/e/_f.txt", "in/e/_f/_g.txt", "in/e/h.txt");

    assertThat(names("in")).containsExactly("a.txt", "e/h.txt");
    assertThat(skipped("in")).containsExactly(".c", "_b.txt", "e/_f", "e/_f.txt");
    assertThat(names("in/*.txt")).containsExactly("a.txt");
    assertThat(skipped("in/*.txt")).containsExactly("_b.txt");
    assertThat(names("in/*/*.txt")).containsExactly("e/h.txt");
    assertThat(skipped("in/*/*.txt")).containsExactly(".c", "_b.txt", "e/_f.txt");
  }

  @Test
  void readsNamesThatTheInputNamesItself() {
    writeAll("in/a.txt", "in/_b.txt", "in/.c/d.txt", "in/e/_f.txt", "in/_g/_h.txt");

    assertThat(names("in/_b.txt")).containsExactly("_b.txt");
    assertThat(names("in/.c")).containsExactly("d.txt");
    assertThat(names("in/_*.txt")).containsExactly("_b.txt");
    assertThat(skipped("in/_*.txt")).isEmpty();
    assertThat(names("in/.?/*")).containsExactly(".c/d.txt");
    assertThat(names("in/*/_f.txt")).containsExactly("e/_f.txt");
    assertThat(skipped("in/_*")).containsExactly("_g/_h.txt");
  }

  @Test
  void failsOnANameThatIsNotInTheCharacterSet() throws IOException, InterruptedException {
    writeAll("in/a.txt");
    String latin1 = "printf x > in/donn$(printf '\\351')es.txt";
    Process shell = new ProcessBuilder("sh", "-c", latin1).directory(directory.toFile()).start();
    assertThat(shell.waitFor()).isZero();

    for (String input : new String[] {"in", "in/*.txt"}) {
      assertThatThrownBy(() -> names(input))
          .isInstanceOf(JobFailedException.class)
          .hasMessageMatching(
              "Cannot read .*/in/donn.es.txt: its name is not in the character set of this JVM, .*"
                  + " Rename it, or set LC_ALL=C.UTF-8 .*");
    }
    assertThat(names("in/a*")).containsExactly("a.txt");
  }

  private List<String> skipped(String input) {
    return CorpusListing.of(directory + "/" + input, HADOOP).skipped();
  }

  @Test
  void reachesWhatIsInADirectoryOrCouldMatchAGlob() throws IOException {
    writeAll("in/a.txt", "in/d/b.txt", "elsewhere/c.txt");
    link("in/link", "elsewhere");
    link("alias", "in");

    for (String place : new String[] {"in", "in/out", "alias/out", "in/d/out", "elsewhere/out"}) {
      assertThat(reaches("in", place)).as(place).isTrue();
      assertThat(reaches("alias", place)).as(place).isTrue();
    }
    for (String place : new String[] {"", "in2", "out", "out/in"}) {
      assertThat(reaches("in", place)).as(place).isFalse();
    }
    assertThat(reaches("in/*.txt", "in/out")).isFalse();
    assertThat(reaches("in/*.txt", "in/out.txt")).isTrue();
    assertThat(reaches("in/*", "in/out")).isTrue();
    assertThat(reaches("alias/*", "in/out")).isTrue();
    assertThat(reaches("i*/*.txt", "i-out")).isTrue();
    assertThat(reaches("i*/*.txt", "out")).isFalse();
    assertThat(reaches("in/{d/b,*}.txt", "in/d/out")).isFalse();
    assertThat(reaches("in/{d/*,a}", "in/d/out")).isTrue();
    assertThat(reaches("in/a.txt", "in/out")).isFalse();
  }

  @Test
  void followsLinksToFilesAndToDirectoriesElsewhere() throws IOException {
    writeAll("in/a.txt", "elsewhere/b.txt");
    link("in/again.txt", "in/a.txt");
    link("in/link", "elsewhere");
    link("alias", "in");

    assertThat(names("in")).containsExactly("a.txt", "again.txt", "link/b.txt");
    assertThat(names("alias")).containsExactly("a.txt", "again.txt", "link/b.txt");
    assertThat(names("in/*")).containsExactly("a.txt", "again.txt", "link/b.txt");
  }

  @ParameterizedTest
  @CsvSource({
    "in/self, in, in, in",
    "in/d/up, in, in, in",
    "in/d/out, ., in, .",
    "in/link, in/d, in, in/d",
    "in/link, in/d, in/*, in/d",
    "in/link, in/d, in/*/b.txt, in/d",
    "in/self, in, in/*, in",
    "in/c, in/d/e, in, in/d/e",
  })
  void refusesLinksToDirectoriesThatAreReadAnyway(
      String link, String target, String input, String read) throws IOException {
    writeAll("in/a.txt", "in/d/b.txt", "in/d/e/c.txt");
    link(link, target);

    assertThatThrownBy(() -> names(input))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "The link file:%s leads to %s, whose documents would be read twice. Remove the link",
            directory.resolve(link), directory.resolve(read).toRealPath());
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(directory.resolve(name), directory.resolve(target));
  }

  private boolean reaches(String input, String place) throws IOException {
    Path resolved = directory.resolve(place);
    return CorpusListing.of(directory + "/" + input, HADOOP)
        .reaches(new org.apache.hadoop.fs.Path(resolved.toString()), HADOOP);
  }

  private void writeAll(String... names) {
    for (String name : names) {
      write(directory.resolve(name), "x\n");
    }
  }

  private List<String> names(String input) {
    return CorpusListing.of(directory + "/" + input, HADOOP).files().stream()
        .map(CorpusFile::name)
        .toList();
  }
}
