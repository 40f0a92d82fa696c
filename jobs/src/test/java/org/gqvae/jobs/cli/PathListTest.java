package org.gqvae.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathListTest {
  @TempDir Path folder;

  @Test
  void separatesPathsAtCommas() {
    assertThat(paths("a,s3a://b/c")).containsExactly("a", "s3a://b/c");
    assertThat(paths("a", "b,c")).containsExactly("a", "b", "c");
  }

  @Test
  void leavesCommasInNamesOfWhatIsThere() throws IOException {
    String whole = make("a,b");
    String part = make("c,d");
    String end = make("e");
    assertThat(paths(whole)).containsExactly(whole);
    assertThat(paths("x," + whole + "," + part + "," + end)).containsExactly("x", whole, part, end);
  }

  @Test
  void takesTheWholeBeforeItsParts() throws IOException {
    String whole = make("a,b");
    make("a");
    assertThat(paths(whole)).containsExactly(whole);
  }

  @Test
  void refusesWhatIsNoPath() {
    assertThatThrownBy(() -> paths("a,,b"))
        .isInstanceOf(UsageException.class)
        .hasMessage("Invalid value for option '--tokens': it is empty, expected a Hadoop path");
    assertThatThrownBy(() -> paths("a,b:c"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("option '--tokens': b:c is no Hadoop path");
  }

  private String make(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name)).toString();
  }

  private static List<String> paths(String... values) {
    return PathList.of("--tokens", Arrays.asList(values), new Configuration());
  }
}
