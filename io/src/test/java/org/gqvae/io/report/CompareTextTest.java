package org.gqvae.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompareTextTest {
  @Test
  void setsTablesInColumns() {
    assertThat(CompareText.lines(CompareFixtures.comparison()))
        .startsWith(
            "300 documents, 123,456 bytes, 30,000 words, 4,321 of them distinct, 4.115 bytes a word",
            "",
            "tokenizer         bytes/token   95\u00a0% interval  over bpe   95\u00a0% interval",
            "bpe                     3.010  2.980 to 3.040     1.000  1.000 to 1.000",
            "a/gqvae                 3.103  3.073 to 3.133     1.031  1.027 to 1.035")
        .contains("network           bytes/gate  bytes/word  repaired  exact words")
        .anySatisfy(line -> assertThat(line).startsWith("seeds "));
  }

  @Test
  void standsDocumentsWithoutText() {
    assertThat(CompareText.lines(CompareFixtures.empty())).noneMatch(line -> line.contains("NaN"));
  }
}
