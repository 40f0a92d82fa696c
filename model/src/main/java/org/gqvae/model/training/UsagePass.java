package org.gqvae.model.training;

import java.io.Serializable;
import java.util.Arrays;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVae.Encoding;
import org.gqvae.model.network.GqVae.Observation;
import org.gqvae.model.network.Losses;
import org.gqvae.model.network.WordBatch;
import org.gqvae.model.tokenizer.NeuralEncoder;
import org.gqvae.model.training.WordShard.Draw;
import org.gqvae.model.vocabulary.CodeNames;

/**
 * Looks at a network between two rounds through words drawn from one shard.
 *
 * @param batches of the words trained on; of those held out it is one
 * @param batchWords running words a batch
 * @param reservoirCapacity how many latents to keep for the revival of codes
 */
public record UsagePass(int batches, int batchWords, int reservoirCapacity)
    implements Serializable {
  private static final long TRAINING = 1;
  private static final long HELD_OUT = 2;

  /** What the network makes of draws from {@code shard}; the same seed, the same draws. */
  public CodebookUsage observe(GqVae network, WordShard shard, long seed) {
    CodebookUsage usage = new CodebookUsage(network.spec().codebookSize(), reservoirCapacity);
    NeuralEncoder encoder = null;
    if (network.hasCodes()) {
      CodeNames names = CodeNames.ofLiterals(network.literals());
      encoder = new NeuralEncoder(network, names.vocabulary(), names.codeTokens());
    }
    for (int i = 0; i < batches; i++) {
      Draw draw = shard.training().draw(batchWords, Seeds.at(seed, TRAINING, i));
      WordBatch batch = batchOf(draw);
      Observation observation = network.observe(batch);
      usage.trainingSums().add(observation.losses(), positions(draw));
      addWords(usage, network, encoder, draw, batch, observation, Seeds.at(seed, TRAINING, i));
    }
    if (shard.heldOut().totalWords() > 0) {
      Draw draw = shard.heldOut().draw(batchWords, Seeds.at(seed, HELD_OUT));
      Losses losses = network.evaluate(batchOf(draw));
      usage.heldOutSums().add(losses, positions(draw));
    }
    return usage;
  }

  private static void addWords(
      CodebookUsage usage,
      GqVae network,
      NeuralEncoder encoder,
      Draw draw,
      WordBatch batch,
      Observation observation,
      long seed) {
    Encoding encoding = observation.encoding();
    for (int w = 0; w < batch.words(); w++) {
      long count = draw.counts()[w];
      int gates = 0;
      for (int from = batch.start(w); from < batch.start(w + 1); ) {
        int end = network.tokenEnd(encoding, from) - 1;
        gates++;
        if (encoder != null) {
          usage.addUse(encoding.codes()[end], count);
        }
        // Codes are drawn where tokens end, more where more is lost; before there are codes, by use
        // alone.
        double weight = encoder == null ? count : count * observation.reconstruction()[end];
        usage
            .reservoir()
            .offer(
                Seeds.at(Seeds.of(seed, draw.words().get(w)), end - batch.start(w)),
                weight,
                encoding.latents(),
                end,
                network.spec().width());
        from = end + 1;
      }
      int tokens = encoder == null ? gates : encoder.ids(batch, encoding, w).length;
      boolean exact = encoder != null && encoder.isExact(batch, encoding, w);
      usage.addWord(batch.length(w), gates, tokens, exact, count);
    }
  }

  private static WordBatch batchOf(Draw draw) {
    return WordBatch.of(draw.words(), Arrays.stream(draw.counts()).boxed().toList());
  }

  private static long positions(Draw draw) {
    long positions = 0;
    for (int w = 0; w < draw.counts().length; w++) {
      positions += (long) draw.counts()[w] * draw.words().get(w).length();
    }
    return positions;
  }
}
