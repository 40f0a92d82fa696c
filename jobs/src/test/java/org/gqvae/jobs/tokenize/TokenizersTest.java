package org.gqvae.jobs.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizersTest {
  @TempDir Path folder;

  @Test
  void findsTheFilesThatNoTokenizerHas() throws IOException {
    new TokenizeFixture(folder);
    String tokenizer = folder.resolve("tokenizer").toString();
    assertThat(Tokenizers.strays(tokenizer, TokenizeFixture.HADOOP)).isEmpty();
    Files.createFile(folder.resolve("tokenizer/vocab-old.tsv"));
    Files.createFile(folder.resolve("tokenizer/.DS_Store"));
    assertThat(Tokenizers.strays(tokenizer, TokenizeFixture.HADOOP))
        .containsExactly("vocab-old.tsv");
  }
}
