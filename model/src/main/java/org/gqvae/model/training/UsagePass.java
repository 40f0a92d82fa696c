package org.gqvae.model.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVae.Encoding;
import org.gqvae.model.network.GqVae.Observation;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.WordBatch;
import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.NeuralEncoder;
import org.gqvae.model.tokenizer.NeuralEncoder.Gated;
import org.gqvae.model.training.CodebookUsage.Measures;
import org.gqvae.model.training.WordShard.Draw;
import org.gqvae.model.training.WordShard.Words;
import org.gqvae.model.vocabulary.CodeNames;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Looks at a network between two rounds through words drawn from one shard. Equal words are looked
 * at once, so that ten times the words take far less than ten times as long.
 *
 * @param runningWords drawn of the words trained on, and as many of those held out
 * @param reservoirCapacity how many latents to keep for the revival of codes
 */
public record UsagePass(int runningWords, int reservoirCapacity) implements Serializable {
  private static final int WORDS_AT_ONCE = 512;
  private static final long TRAINING = 1;
  private static final long HELD_OUT = 2;
  private static final long PLACES = 3;

  /**
   * Bytes on the heap of what a pass shows, where a running word is a token and no word comes
   * twice.
   */
  public long usageBytes(GqVaeSpec spec) {
    long uses = (long) Long.BYTES * spec.codebookSize();
    if (!spec.hasCodebook()) {
      return uses;
    }
    return uses + Reservoir.bytes(Math.min(reservoirCapacity, runningWords), spec.width());
  }

  /** Bytes on the heap of the names of a network's codes, no two of which are the same. */
  public static long namesBytes(GqVaeSpec spec) {
    if (!spec.hasCodebook()) {
      return 0;
    }
    int codes = spec.codebookSize();
    int tokens = Vocabulary.SINGLE_BYTES + codes;
    return GqVae.literalsBytes(spec)
        + Vocabulary.heapBytes(tokens, spec.tokenBytes())
        + NeuralEncoder.heapBytes(codes, tokens);
  }

  /**
   * What the network makes of draws from a worker's shard; the same seed, the same draws.
   *
   * @param seed the same for all workers, so that a word that several draw is one place of the
   *     reservoir
   */
  public CodebookUsage observe(GqVae network, WordShard shard, int worker, long seed) {
    CodebookUsage usage = new CodebookUsage(network.spec().codebookSize(), reservoirCapacity);
    List<byte[]> literals = network.hasCodes() ? network.literals() : List.of();
    Optional<NeuralEncoder> encoder = encoder(network, literals);
    for (Draw draw : draws(shard.training(), Seeds.at(seed, TRAINING, worker))) {
      WordBatch batch = batchOf(draw);
      Observation observation = network.observe(batch);
      measure(usage.training(), network, encoder, draw, batch, observation);
      noteWorst(usage.worst(), network, literals, draw, batch, observation);
      if (network.spec().hasCodebook()) {
        noteTokenEnds(usage, network, draw, batch, observation, Seeds.at(seed, PLACES));
      }
    }
    if (shard.heldOut().totalWords() > 0) {
      for (Draw draw : draws(shard.heldOut(), Seeds.at(seed, HELD_OUT, worker))) {
        WordBatch batch = batchOf(draw);
        measure(usage.heldOut(), network, encoder, draw, batch, network.observe(batch));
      }
    }
    return usage;
  }

  /** The paper's policy with the decoder's strings; empty before there are codes. */
  private static Optional<NeuralEncoder> encoder(GqVae network, List<byte[]> literals) {
    if (literals.isEmpty()) {
      return Optional.empty();
    }
    CodeNames names = CodeNames.ofLiterals(literals);
    return Optional.of(new NeuralEncoder(network, names.vocabulary(), names.codeTokens()));
  }

  private List<Draw> draws(Words words, long seed) {
    return words.draw(runningWords, seed).split(WORDS_AT_ONCE);
  }

  private static void measure(
      Measures measures,
      GqVae network,
      Optional<NeuralEncoder> encoder,
      Draw draw,
      WordBatch batch,
      Observation observation) {
    Encoding encoding = observation.encoding();
    long positions = 0;
    for (int w = 0; w < batch.count(); w++) {
      int word = w;
      int gates = 0;
      for (int from = batch.start(w); from < batch.start(w + 1); ) {
        from = network.tokenEnd(encoding, from);
        gates++;
      }
      Optional<Gated> gated = encoder.map(codes -> codes.gated(batch, encoding, word));
      int tokens = gated.map(made -> made.ids().length).orElse(gates);
      boolean exact = gated.map(Gated::isExact).orElse(false);
      measures.addWord(batch.length(w), gates, tokens, exact, draw.counts()[w]);
      positions += (long) draw.counts()[w] * batch.length(w);
    }
    measures.addLosses(observation.losses(), positions);
  }

  /** Notes the words whose tokens say least of their bytes. */
  private static void noteWorst(
      WorstWords worst,
      GqVae network,
      List<byte[]> literals,
      Draw draw,
      WordBatch batch,
      Observation observation) {
    for (int w = 0; w < batch.count(); w++) {
      Word word = draw.words().get(w);
      byte[] bytes = word.toBytes();
      double nats = 0;
      List<Word> segments = new ArrayList<>();
      List<Word> decoded = new ArrayList<>();
      for (int from = 0; from < bytes.length; ) {
        int to = network.tokenEnd(observation.encoding(), batch.start(w) + from) - batch.start(w);
        int end = batch.start(w) + to - 1;
        nats += observation.reconstruction()[end];
        segments.add(Word.of(bytes, from, to));
        if (!literals.isEmpty()) {
          decoded.add(Word.of(literals.get(observation.encoding().codes()[end])));
        }
        from = to;
      }
      worst.add(
          new WorstWords.Seen(word, draw.counts()[w], nats / bytes.length, segments, decoded));
    }
  }

  /** Notes which codes end tokens, and the latents there. */
  private static void noteTokenEnds(
      CodebookUsage usage,
      GqVae network,
      Draw draw,
      WordBatch batch,
      Observation observation,
      long seed) {
    Encoding encoding = observation.encoding();
    for (int w = 0; w < batch.count(); w++) {
      long count = draw.counts()[w];
      for (int from = batch.start(w); from < batch.start(w + 1); ) {
        int end = network.tokenEnd(encoding, from) - 1;
        // Codes are drawn where tokens end, more where more is lost; before there are codes, by use
        // alone.
        double weight = count;
        if (network.hasCodes()) {
          usage.addUse(encoding.codes()[end], count);
          weight *= observation.reconstruction()[end];
        }
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
    }
  }

  private static WordBatch batchOf(Draw draw) {
    return WordBatch.of(draw.words(), Arrays.stream(draw.counts()).boxed().toList());
  }
}
