package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GumbelNoiseTest {
  private static final int COUNT = 1_000_000;
  private static final double EULER = 0.5772156649;

  private static float[] noise(long seed, int count) {
    float[] noise = new float[count];
    new GumbelNoise(seed).addTo(noise, count);
    return noise;
  }

  @Test
  void hasTheMeanAndVarianceOfTheStandardDistribution() {
    double sum = 0;
    double squares = 0;
    for (float number : noise(1, COUNT)) {
      assertThat(number).isFinite();
      sum += number;
      squares += (double) number * number;
    }
    double mean = sum / COUNT;
    assertThat(mean).isCloseTo(EULER, within(0.005));
    assertThat(squares / COUNT - mean * mean).isCloseTo(Math.PI * Math.PI / 6, within(0.02));
  }

  @Test
  void makesTheHighestScoreADrawFromTheSoftmax() {
    double[] shares = {0.6, 0.3, 0.1};
    int[] draws = new int[3];
    GumbelNoise noise = new GumbelNoise(5);
    for (int i = 0; i < 100_000; i++) {
      float[] scores = {(float) Math.log(0.6), (float) Math.log(0.3), (float) Math.log(0.1)};
      noise.addTo(scores, 3);
      int best = scores[0] > scores[1] ? 0 : 1;
      draws[scores[2] > scores[best] ? 2 : best]++;
    }
    for (int v = 0; v < 3; v++) {
      assertThat(draws[v] / 100_000.0).isCloseTo(shares[v], within(0.01));
    }
  }

  @Test
  void isTheSameForTheSameSeedHoweverItIsAskedFor() {
    float[] whole = noise(9, 20);
    float[] parts = new float[20];
    GumbelNoise noise = new GumbelNoise(9);
    float[] part = new float[10];
    for (int from = 0; from < 20; from += 10) {
      Arrays.fill(part, 0);
      noise.addTo(part, 10);
      System.arraycopy(part, 0, parts, from, 10);
    }
    assertThat(parts).isEqualTo(whole);
    assertThat(noise(10, 20)).isNotEqualTo(whole);
  }
}
