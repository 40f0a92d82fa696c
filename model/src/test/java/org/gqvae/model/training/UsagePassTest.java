package org.gqvae.model.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gqvae.model.network.GateCost;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVae.Encoding;
import org.gqvae.model.network.GqVae.Observation;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.Networks;
import org.gqvae.model.network.Objective;
import org.gqvae.model.network.WordBatch;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts.Entry;
import org.junit.jupiter.api.Test;

class UsagePassTest {
  private static final GqVaeSpec SPEC =
      Networks.spec(Positions.LEARNED, CodebookLearning.GRADIENT, GaterInput.ENCODED);
  private static final UsagePass PASS = new UsagePass(300, 40);
  private static final Word WORD = Word.of(" vocabulary".getBytes(UTF_8));

  private static GqVae network() {
    return GqVae.forMeasuring(
        SPEC, new Objective(1, 0.25, 1, 0, GateCost.fixed(1)), Networks.values(SPEC, 8));
  }

  private static WordShard shard(double heldOutShare) {
    return WordShard.of(
        Networks.words(RandomText.random(), 400).stream().map(w -> new Entry(w, 2)).toList(),
        heldOutShare,
        1);
  }

  /** A shard of one word, so that what it must show can be told by hand. */
  private static CodebookUsage usageOfOneWord() {
    return PASS.observe(network(), WordShard.of(List.of(new Entry(WORD, 5)), 0, 1), 0, 2);
  }

  @Test
  void countsTheCodesThatEndTheTokensOfAWord() {
    CodebookUsage usage = usageOfOneWord();
    GqVae network = network();
    Encoding encoding = network.encode(WordBatch.of(List.of(WORD)));
    long[] uses = new long[SPEC.codebookSize()];
    int tokens = 0;
    for (int end = 0; end < WORD.length(); tokens++) {
      end = network.tokenEnd(encoding, end);
      uses[encoding.codes()[end - 1]] += 300;
    }
    for (int v = 0; v < uses.length; v++) {
      assertThat(usage.uses(v)).as("code %s", v).isEqualTo(uses[v]);
    }
    assertThat(usage.training().bytesPerGate()).isEqualTo(WORD.length() / (double) tokens);
    assertThat(tokens).isGreaterThan(1);
  }

  @Test
  void measuresTheLossesOfTheDrawnWords() {
    assertThat(usageOfOneWord().training().losses().total())
        .isCloseTo(network().evaluate(WordBatch.of(List.of(WORD))).total(), within(1e-4));
  }

  @Test
  void tellsWhatIsLostOnAWordWhereItsTokensEnd() {
    GqVae network = network();
    Observation observation = network.observe(WordBatch.of(List.of(WORD), List.of(300)));
    List<Word> segments = new ArrayList<>();
    List<Word> decoded = new ArrayList<>();
    double nats = 0;
    for (int from = 0; from < WORD.length(); ) {
      int to = network.tokenEnd(observation.encoding(), from);
      segments.add(Word.of(WORD.toBytes(), from, to));
      decoded.add(Word.of(network.literals().get(observation.encoding().codes()[to - 1])));
      nats += observation.reconstruction()[to - 1];
      from = to;
    }
    assertThat(usageOfOneWord().worst().worstFirst())
        .containsExactly(new WorstWords.Seen(WORD, 300, nats / WORD.length(), segments, decoded));
    assertThat(nats).isPositive();
  }

  @Test
  void gathersLatentsWhereTokensEnd() {
    GqVae network = network();
    Encoding encoding = network.encode(WordBatch.of(List.of(WORD)));
    int width = SPEC.width();
    List<float[]> ends = new ArrayList<>();
    for (int end = 0; end < WORD.length(); ) {
      end = network.tokenEnd(encoding, end);
      ends.add(Arrays.copyOfRange(encoding.latents(), (end - 1) * width, end * width));
    }
    List<float[]> gathered = usageOfOneWord().reservoir().best();
    assertThat(gathered).hasSize(ends.size());
    for (float[] latent : gathered) {
      assertThat(ends).anySatisfy(end -> assertThat(latent).isEqualTo(end));
    }
  }

  /** Else a code that is moved there would have a twin. */
  @Test
  void gathersALatentOnceThatSeveralWorkersSee() {
    WordShard shard = WordShard.of(List.of(new Entry(WORD, 5)), 0, 1);
    CodebookUsage one = PASS.observe(network(), shard, 0, 2);
    CodebookUsage both =
        PASS.observe(network(), shard, 0, 2).merge(PASS.observe(network(), shard, 1, 2));
    assertThat(both.reservoir().best()).hasSameSizeAs(one.reservoir().best());
  }

  @Test
  void workersDrawWordsOfTheirOwn() {
    CodebookUsage one = PASS.observe(network(), shard(0.2), 0, 5);
    CodebookUsage other = PASS.observe(network(), shard(0.2), 1, 5);
    assertThat(other.training().losses()).isNotEqualTo(one.training().losses());
  }

  @Test
  void showsTheSameForTheSameSeed() {
    CodebookUsage one = PASS.observe(network(), shard(0.2), 0, 5);
    CodebookUsage again = PASS.observe(network(), shard(0.2), 0, 5);
    CodebookUsage other = PASS.observe(network(), shard(0.2), 0, 6);
    assertThat(again.training().losses()).isEqualTo(one.training().losses());
    assertThat(again.heldOut().losses()).isEqualTo(one.heldOut().losses());
    assertThat(again.reservoir().best())
        .usingRecursiveComparison()
        .isEqualTo(one.reservoir().best());
    assertThat(other.training().losses()).isNotEqualTo(one.training().losses());
  }

  @Test
  void measuresHeldOutWordsWhereThereAreSome() {
    assertThat(PASS.observe(network(), shard(0.2), 0, 5).heldOut().losses().total()).isPositive();
    assertThat(PASS.observe(network(), shard(0), 0, 5).heldOut().losses().total()).isNaN();
  }

  @Test
  void measuresHeldOutWordsAsThoseTrainedOn() {
    CodebookUsage usage = PASS.observe(network(), shard(0.2), 0, 5);
    assertThat(usage.heldOut().bytesPerGate()).isGreaterThanOrEqualTo(1);
    assertThat(usage.heldOut().bytesPerToken()).isBetween(1.0, usage.heldOut().bytesPerGate());
    assertThat(usage.heldOut().exactWordShare()).isBetween(0.0, 1.0);
    assertThat(PASS.observe(network(), shard(0), 0, 5).heldOut().exactWordShare()).isNaN();
  }

  @Test
  void countsGatesAndNoCodesBeforeTheQuantizerIsOn() {
    float[] values = Networks.unquantizedValues(SPEC, 8);
    GqVae network =
        GqVae.forMeasuring(SPEC, new Objective(1, 0.25, 1, 0, GateCost.fixed(1)), values);
    CodebookUsage usage = PASS.observe(network, shard(0), 0, 5);
    assertThat(usage.codesUsed()).isZero();
    assertThat(usage.training().bytesPerGate()).isGreaterThanOrEqualTo(1);
    assertThat(usage.reservoir().best()).hasSize(40);
    assertThat(usage.worst().worstFirst())
        .hasSize(10)
        .allSatisfy(seen -> assertThat(seen.decoded()).isEmpty());
  }
}
