package org.gqvae.jobs.distill;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVae.Encoding;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.WordBatch;
import org.gqvae.model.text.Word;
import org.gqvae.model.training.Seeds;

/** Where gates come from. What it gives for a word depends on the word alone. */
sealed interface GateSource extends Serializable {

  /** Encodes batches of words, in one thread; of the encodings the gates' logits are meant. */
  Function<List<Word>, Encoding> open();

  /** Whether the encodings have codes too. */
  boolean haveCodes();

  /** A network's. */
  record OfNetwork(GqVaeSpec spec, Broadcast<float[]> parameters) implements GateSource {
    @Override
    public Function<List<Word>, Encoding> open() {
      GqVae network = GqVae.forEncoding(spec, parameters.value());
      return words -> network.encode(WordBatch.of(words));
    }

    @Override
    public boolean haveCodes() {
      return true;
    }
  }

  /** Those of a network from which training with this seed sets out: it has no codes yet. */
  record BeforeTraining(GqVaeSpec spec, long seed) implements GateSource {
    @Override
    public Function<List<Word>, Encoding> open() {
      GqVae network = GqVae.forEncoding(spec, GqVae.initialValues(spec, seed));
      return words -> network.encode(WordBatch.of(words));
    }

    @Override
    public boolean haveCodes() {
      return false;
    }
  }

  /** Drawn: all logits are equally likely to be the highest. */
  record AtRandom(long seed) implements GateSource {
    @Override
    public Function<List<Word>, Encoding> open() {
      return words -> {
        float[] logits = new float[words.stream().mapToInt(Word::length).sum()];
        int p = 0;
        for (Word word : words) {
          for (int t = 0; t < word.length(); t++) {
            double u =
                ((Seeds.at(seed, word.high(), word.low(), word.length(), t) >>> 11) + 0.5)
                    * 0x1.0p-53;
            logits[p++] = (float) StrictMath.log(u / (1 - u));
          }
        }
        return new Encoding(new float[0], new int[0], new float[0], logits);
      };
    }

    @Override
    public boolean haveCodes() {
      return false;
    }
  }
}
