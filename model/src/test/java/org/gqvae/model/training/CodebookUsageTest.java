package org.gqvae.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.gqvae.model.network.Losses;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
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
      List<Float> latents,
      List<WorstWords.Seen> worst) {
    static Told by(CodebookUsage usage) {
      return new Told(
          usage.training().losses(),
          usage.heldOut().losses(),
          IntStream.range(0, V).mapToObj(usage::uses).toList(),
          usage.codesUsed(),
          usage.training().exactWordShare(),
          usage.training().bytesPerGate(),
          usage.heldOut().bytesPerToken(),
          usage.reservoir().best().stream().map(latent -> latent[0]).toList(),
          usage.worst().worstFirst());
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
      Word word = Word.of("word" + random.nextInt(40));
      observations.add(
          usage -> {
            usage.training().addLosses(losses, positions);
            usage.heldOut().addLosses(losses, 3);
            usage.addUse(code, words);
            usage.training().addWord(9, gates, tokens, gates == tokens, words);
            usage.heldOut().addWord(7, gates, tokens, gates == tokens, 1);
            usage.reservoir().offer(place, words, new float[] {place}, 0, 1);
            // What is lost on a word is its own; many words lose as much.
            usage.worst().add(seen(word, words, word.hashCode() % 8));
          });
    }
    return observations;
  }

  private static WorstWords.Seen seen(Word word, long count, double natsPerByte) {
    return new WorstWords.Seen(word, count, natsPerByte, List.of(word), List.of());
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
    List<byte[]> literals = new ArrayList<>(Collections.nCopies(V, new byte[] {'a'}));
    assertThat(usage.uses(literals)).containsExactly(Map.entry(Word.of("a"), 5L));
    literals.set(2, new byte[] {'b'});
    assertThat(usage.uses(literals))
        .containsExactly(Map.entry(Word.of("a"), 1L), Map.entry(Word.of("b"), 4L));
    assertThat(usage.codesUsed()).isEqualTo(2);
  }

  @Test
  void keepsTheTenWordsThatAreReconstructedWorst() {
    CodebookUsage usage = empty();
    for (int i = 0; i < 14; i++) {
      usage.worst().add(seen(Word.of("b" + (char) ('a' + i)), 1, i / 2));
    }
    assertThat(usage.worst().worstFirst())
        .extracting(seen -> seen.word().toString())
        .containsExactly("bm", "bn", "bk", "bl", "bi", "bj", "bg", "bh", "be", "bf");
  }

  @Test
  void addsUpWhatSeveralWorkersSeeOfAWord() {
    Word word = Word.of("zoo");
    CodebookUsage usage = empty();
    usage.worst().add(seen(word, 2, 1.25));
    CodebookUsage other = empty();
    other.worst().add(seen(word, 3, 1.5));
    assertThat(usage.merge(other).worst().worstFirst()).containsExactly(seen(word, 5, 1.5));
  }
}
