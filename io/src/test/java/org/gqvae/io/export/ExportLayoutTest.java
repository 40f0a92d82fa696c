package org.gqvae.io.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExportLayoutTest {
  private static final long OVER_32_BITS = (1L << 32) + 12_345;

  @ParameterizedTest
  @EnumSource(TrainerFormat.class)
  void givesEveryPlaceToOneShard(TrainerFormat format) {
    SplitTotals documents = new SplitTotals(1_000, 10, OVER_32_BITS);
    ExportLayout layout = layout(format, 1L << 30);

    List<Shard> shards = layout.shards(DataSplit.TRAIN, documents);

    assertThat(shards.get(0).from()).isZero();
    for (int i = 1; i < shards.size(); i++) {
      assertThat(shards.get(i).from()).isEqualTo(shards.get(i - 1).to());
    }
    assertThat(shards.get(shards.size() - 1).to()).isEqualTo(layout.places(documents));
    assertThat(shards).extracting(Shard::name).doesNotHaveDuplicates();
  }

  @Test
  void neverGivesLlmcMoreTokensThanItsHeaderCanCount() {
    List<Shard> shards =
        layout(TrainerFormat.LLMC, Long.MAX_VALUE)
            .shards(DataSplit.TRAIN, new SplitTotals(0, 0, 1L << 31));

    assertThat(shards)
        .extracting(shard -> shard.to() - shard.from())
        .containsExactly((1L << 31) - 1, 1L);
  }

  @Test
  void givesNanogptOneFileOfAnySize() {
    assertThat(
            layout(TrainerFormat.NANOGPT, 1)
                .shards(DataSplit.VAL, new SplitTotals(1, 0, OVER_32_BITS)))
        .containsExactly(new Shard(DataSplit.VAL, 0, 0, OVER_32_BITS + 1, "val.bin"));
  }

  @ParameterizedTest
  @CsvSource({
    "MEGATRON,  train.bin,               train-00001.bin",
    "MDS,       train/shard.00000.mds,   train/shard.00001.mds",
    "LLMC,      gqvae_train_000000.bin,  gqvae_train_000001.bin",
    "DATATROVE, train/00000.ds,          train/00001.ds",
  })
  void namesFilesAsTheFormatsUsersExpect(TrainerFormat format, String only, String second) {
    SplitTotals documents = new SplitTotals(0, 0, 600);

    assertThat(layout(format, 1_000_000).shards(DataSplit.TRAIN, documents))
        .extracting(Shard::name)
        .containsExactly(only);
    assertThat(layout(format, 1_000).shards(DataSplit.TRAIN, documents).get(1).name())
        .isEqualTo(second);
  }

  @Test
  void refusesMoreFilesThanAnyoneWants() {
    assertThatThrownBy(
            () ->
                layout(TrainerFormat.MDS, 1_000)
                    .shards(DataSplit.TRAIN, new SplitTotals(0, 0, OVER_32_BITS)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Invalid export.shard-bytes: files of 1,000 bytes would be 17,179,919, expected at most"
                + " 100,000. Give larger ones");
  }

  @ParameterizedTest
  @CsvSource({"MEGATRON,7", "MDS,10", "NANOGPT,10", "LLMC,10", "DATATROVE,10"})
  void countsTheEndsOfTextThatAFormatHas(TrainerFormat format, long ends) {
    assertThat(layout(format, 1_000).endsOfText(new SplitTotals(10, 3, 70))).isEqualTo(ends);
  }

  private static ExportLayout layout(TrainerFormat format, long shardBytes) {
    return ExportLayout.of(format, 300, 298, shardBytes, "f".repeat(64));
  }
}
