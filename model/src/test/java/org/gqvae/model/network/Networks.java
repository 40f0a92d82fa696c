package org.gqvae.model.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.GqVaeSpec.Quantization;
import org.gqvae.model.text.Word;

/** Small untrained networks and words for them. */
public final class Networks {
  private Networks() {}

  /** K = 5, V = 24, D = 16, two heads. */
  public static GqVaeSpec spec(
      Positions positions, CodebookLearning learning, GaterInput gaterInput) {
    return new GqVaeSpec(5, 24, 16, 2, 2, 1, 2, positions, learning, gaterInput);
  }

  /** A network that draws its codes in training. */
  public static GqVaeSpec gumbelSpec() {
    return spec(Quantization.GUMBEL_SOFTMAX, CodebookLearning.GRADIENT, 0);
  }

  /** A network without codes. */
  public static GqVaeSpec codelessSpec() {
    return spec(Quantization.NONE, CodebookLearning.GRADIENT, 0);
  }

  /** A network whose tokens end at every third byte. */
  public static GqVaeSpec fixedSpec(CodebookLearning learning) {
    return spec(Quantization.NEAREST, learning, 3);
  }

  private static GqVaeSpec spec(
      Quantization quantization, CodebookLearning learning, int gateEvery) {
    return new GqVaeSpec(
        5,
        24,
        16,
        2,
        2,
        1,
        2,
        Positions.LEARNED,
        quantization,
        learning,
        GaterInput.ENCODED,
        gateEvery);
  }

  /** One of each kind of network. */
  public static Stream<GqVaeSpec> specs() {
    List<GqVaeSpec> specs = new ArrayList<>();
    for (Positions positions : Positions.values()) {
      for (CodebookLearning learning : CodebookLearning.values()) {
        for (GaterInput gaterInput : GaterInput.values()) {
          specs.add(spec(positions, learning, gaterInput));
        }
      }
    }
    return specs.stream();
  }

  /** Initial values with noise on all that is trained, the quantizer on. */
  public static float[] values(GqVaeSpec spec, long seed) {
    return values(spec, seed, 1);
  }

  /** The same with the quantizer off. */
  public static float[] unquantizedValues(GqVaeSpec spec, long seed) {
    return values(spec, seed, 0);
  }

  private static float[] values(GqVaeSpec spec, long seed, float quantizing) {
    GqVae network = new GqVae(spec, new Objective(0, 0, 0, 0, GateCost.fixed(0.7)));
    float[] values = network.initialValues(seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (Slice slice : network.parameters().slices()) {
      for (int i = 0; i < slice.size() && slice.role() != Role.STATE; i++) {
        values[Math.toIntExact(slice.offset()) + i] += (float) (0.3 * random.nextGaussian());
      }
    }
    if (spec.hasCodebook()) {
      values[Math.toIntExact(network.parameters().slice("quantizing").offset())] = quantizing;
    }
    return values;
  }

  /** {@code count} distinct words of 1 to 16 random bytes, among them all 256 single bytes. */
  public static List<Word> words(Random random, int count) {
    List<Word> words = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      words.add(Word.of(new byte[] {(byte) value}));
    }
    while (words.size() < count) {
      byte[] bytes = new byte[2 + random.nextInt(Word.MAX_BYTES - 1)];
      random.nextBytes(bytes);
      Word word = Word.of(bytes);
      if (!words.contains(word)) {
        words.add(word);
      }
    }
    Collections.shuffle(words, random);
    return words;
  }

  /** |x - y|² of two rows of matrices as wide as {@code width}. */
  static double squaredDistance(int width, float[] x, int xRow, float[] y, int yRow) {
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double difference = (double) x[xRow * width + i] - y[yRow * width + i];
      sum += difference * difference;
    }
    return sum;
  }
}
