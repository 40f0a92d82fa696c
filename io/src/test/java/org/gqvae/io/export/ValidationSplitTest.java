package org.gqvae.io.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValidationSplitTest {
  @Test
  void comparesTheSha256OfSeedFileAndOrdinalWithTheShare() {
    // sha256sum of 7/0/12 begins with cbb6ec47, which is 0.795760 of 2^256
    assertThat(new ValidationSplit(0.7957, "7").of(0, 12)).isEqualTo(DataSplit.TRAIN);
    assertThat(new ValidationSplit(0.7958, "7").of(0, 12)).isEqualTo(DataSplit.VAL);
  }

  @Test
  void takesAboutTheShareAndAllThatASmallerShareTakes() {
    int few = 0;
    int many = 0;
    for (int i = 0; i < 10_000; i++) {
      DataSplit narrow = new ValidationSplit(0.05, "7").of(3, i);
      DataSplit wide = new ValidationSplit(0.1, "7").of(3, i);
      few += narrow == DataSplit.VAL ? 1 : 0;
      many += wide == DataSplit.VAL ? 1 : 0;
      assertThat(narrow == DataSplit.VAL && wide == DataSplit.TRAIN).isFalse();
    }
    assertThat(few).isBetween(430, 570);
    assertThat(many).isBetween(900, 1_100);
  }

  @Test
  void takesNothingWithoutAShare() {
    assertThat(new ValidationSplit(0, "7").of(0, 12)).isEqualTo(DataSplit.TRAIN);
  }
}
