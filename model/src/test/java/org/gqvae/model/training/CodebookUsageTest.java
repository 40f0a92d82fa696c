package org.gqvae.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.gqvae.model.network.Losses;
import org.gqvae.model.text.RandomText;
import org.junit.jupiter.api.Test;

class CodebookUsageTest {
  private static final int V = 12;

  /** Everything that a usage tells. */
  private record Told(
      Losses training,
      Losses heldOut,
      List<Long> uses,
      int codesUsed,
      double exactWordShare,
      double bytesPerGate,
      double bytesPerToken,
      List<Float> latents) {
    static Told by(CodebookUsage usage) {
      return new Told(
          usage.training().losses(),
          usage.heldOut().losses(),
          IntStream.range(0, V).mapToObj(usage::uses).toList(),
          usage.codesUsed(),
          usage.training().exactWordShare(),
          usage.training().bytesPerGate(),
          usage.heldOut().bytesPerToken(),
          usage.reservoir().best().stream().map(latent -> latent[0]).toList());
    }
  }

  private static CodebookUsage empty() {
    return new CodebookUsage(V, 5);
  }

  /** Losses are quarters, so that their sums are exact in any order. */
  private static List<Consumer<CodebookUsage>> observations(Random random, int count) {
    List<Consumer<CodebookUsage>> observations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int code = random.nextInt(V);
      int gates = 1 + random.nextInt(4);
      int tokens = gates + random.nextInt(2);
      int words = 1 + random.nextInt(100);
      int positions = 1 + random.nextInt(1000);
      Losses losses =
          new Losses(
              random.nextInt(40) / 4.0,
              random.nextInt(40) / 4.0,
              random.nextInt(40) / 4.0,
              random.nextInt(40) / 4.0,
              random.nextInt(5) / 4.0);
      long place = i;
      observations.add(
          usage -> {
            usage.training().addLosses(losses, positions);
            usage.heldOut().addLosses(losses, 3);
            usage.addUse(code, words);
            usage.training().addWord(9, gates, tokens, gates == tokens, words);
            usage.heldOut().addWord(7, gates, tokens, gates == tokens, 1);
            usage.reservoir().offer(place, words, new float[] {place}, 0, 1);
          });
    }
    return observations;
  }

  private static CodebookUsage usage(List<Consumer<CodebookUsage>> observations) {
    CodebookUsage usage = empty();
    observations.forEach(observation -> observation.accept(usage));
    return usage;
  }

  @Test
  void mergingIsTheSameAsObservingAll() {
    List<Consumer<CodebookUsage>> all = observations(RandomText.random(), 60);
    Told told = Told.by(usage(all));
    List<Consumer<CodebookUsage>> a = all.subList(0, 10);
    List<Consumer<CodebookUsage>> b = all.subList(10, 25);
    List<Consumer<CodebookUsage>> c = all.subList(25, 60);
    assertThat(Told.by(usage(a).merge(usage(b)).merge(usage(c)))).isEqualTo(told);
    assertThat(Told.by(usage(a).merge(usage(b).merge(usage(c))))).isEqualTo(told);
    assertThat(Told.by(usage(c).merge(usage(b)).merge(usage(a)))).isEqualTo(told);
    assertThat(Told.by(empty().merge(usage(all)))).isEqualTo(told);
    assertThat(Told.by(usage(all).merge(empty()))).isEqualTo(told);
  }

  @Test
  void lossesAreMeansOverRunningPositions() {
    CodebookUsage usage = empty();
    usage.training().addLosses(new Losses(1, 2, 3, 4, 0.5), 30);
    usage.training().addLosses(new Losses(5, 6, 7, 8, 0.25), 10);
    assertThat(usage.training().losses()).isEqualTo(new Losses(2, 3, 4, 5, 0.4375));
    assertThat(usage.heldOut().losses().total()).isNaN();
  }

  @Test
  void wordsCountAsOftenAsTheyRun() {
    CodebookUsage usage = empty();
    usage.training().addWord(4, 1, 1, true, 3);
    usage.training().addWord(8, 2, 4, false, 1);
    usage.addUse(2, 3);
    usage.addUse(3, 1);
    usage.addUse(2, 1);
    assertThat(usage.training().exactWordShare()).isEqualTo(0.75);
    assertThat(usage.training().bytesPerGate()).isEqualTo(4);
    assertThat(usage.training().bytesPerToken()).isEqualTo(20 / 7.0);
    assertThat(usage.heldOut().exactWordShare()).isNaN();
    assertThat(usage.uses(2)).isEqualTo(4);
    assertThat(usage.codesUsed()).isEqualTo(2);
  }
}
