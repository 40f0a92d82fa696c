package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gqvae.io.corpus.Corpora.HADOOP;
import static org.gqvae.io.corpus.Corpora.write;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusFingerprintTest {
  @TempDir Path directory;

  @Test
  void aCorpusKeepsItWhereverItLies() {
    write(directory.resolve("here/a/b.txt"), "text");
    write(directory.resolve("there/a/b.txt"), "text");
    write(directory.resolve("there/_SUCCESS"), "");

    assertThat(of("there")).isEqualTo(of("here"));
    assertThat(of("here").files()).isOne();
    assertThat(of("here").bytes()).isEqualTo(4);
  }

  @Test
  void namesLengthsAndBothEndsCount() {
    byte[] bytes = new byte[200_000];
    write(directory.resolve("in/a.txt"), bytes);
    CorpusFingerprint before = of("in");

    for (int changed : new int[] {0, 65_535, 134_464, 199_999}) {
      byte[] edited = bytes.clone();
      edited[changed] = 1;
      write(directory.resolve("in/a.txt"), edited);
      assertThat(of("in").sha256()).as("byte %s", changed).isNotEqualTo(before.sha256());
    }
    write(directory.resolve("in/a.txt"), Arrays.copyOf(bytes, 200_001));
    assertThat(of("in").sha256()).isNotEqualTo(before.sha256());
    write(directory.resolve("other/b.txt"), bytes);
    assertThat(of("other").sha256()).isNotEqualTo(before.sha256());
  }

  private CorpusFingerprint of(String name) {
    return CorpusFingerprint.of(CorpusSpec.of(directory.resolve(name).toString()), HADOOP);
  }
}
