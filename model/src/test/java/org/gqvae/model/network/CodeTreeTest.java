package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.gqvae.model.layers.Vectors;
import org.gqvae.model.text.RandomText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree against a search of all codes, whose winner must be the very same. */
class CodeTreeTest {
  private static final int LATENTS = 200;

  private final Random random = RandomText.random();

  static Stream<Arguments> shapes() {
    return Stream.of(1, 2, 3, 15, 16, 17, 33, 257, 1_000, 3_000)
        .flatMap(size -> Stream.of(1, 3, 4, 7, 64).map(width -> Arguments.of(size, width)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void findsTheWinnerAmongScatteredCodes(int size, int width) {
    assertSameWinners(gaussian(size * width, 1), gaussian(LATENTS * width, 1), width);
  }

  /** Latents that are codes, latents beside them, and codes of which many are the same. */
  @ParameterizedTest
  @MethodSource("shapes")
  void givesTiesToTheLowerCode(int size, int width) {
    float[] codes = gaussian(size * width, 1);
    for (int v = 0; v < size; v++) {
      copyRow(codes, random.nextInt(size), codes, random.nextInt(size), width);
    }
    float[] latents = gaussian(LATENTS * width, 1e-7f);
    for (int p = 0; p < LATENTS; p++) {
      float factor = p % 2;
      for (int d = 0; d < width; d++) {
        latents[p * width + d] = codes[p % size * width + d] + factor * latents[p * width + d];
      }
    }
    assertSameWinners(codes, latents, width);
  }

  /** Sums of whole numbers have no rounding, so that different codes have equal scores. */
  @ParameterizedTest
  @MethodSource("shapes")
  void givesTiesBetweenDifferentCodesToTheLowerCode(int size, int width) {
    float[] codes = gaussian(size * width, 1);
    float[] latents = gaussian(LATENTS * width, 1);
    for (float[] values : new float[][] {codes, latents}) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(values[i]);
      }
    }
    assertSameWinners(codes, latents, width);
  }

  /** Codes in few clusters, as the latents of words are: most of them are left out. */
  @ParameterizedTest
  @MethodSource("shapes")
  void findsTheWinnerAmongCodesInClusters(int size, int width) {
    float[] centres = gaussian(20 * width, 1);
    assertSameWinners(
        around(centres, size, width, 0.01f), around(centres, LATENTS, width, 0.01f), width);
  }

  /** All codes beside one another, and far from zero: rounding decides on the winner. */
  @ParameterizedTest
  @MethodSource("shapes")
  void findsTheWinnerOfRounding(int size, int width) {
    float[] centre = gaussian(width, 1_000);
    assertSameWinners(
        around(centre, size, width, 1e-3f), around(centre, LATENTS, width, 1e-3f), width);
  }

  @ParameterizedTest
  @ValueSource(
      floats = {1e-45f, 1e-42f, 1e-38f, 1e-30f, 1e-20f, 1e-10f, 1e10f, 1e18f, 1e19f, 1e38f})
  void findsTheWinnerOfAnyScale(float scale) {
    int width = 16;
    float[] codes = gaussian(1_000 * width, scale);
    assertSameWinners(codes, gaussian(LATENTS * width, scale), width);
    assertSameWinners(codes, gaussian(LATENTS * width, 1), width);
    assertSameWinners(gaussian(1_000 * width, 1), gaussian(LATENTS * width, scale), width);
  }

  @Test
  void findsTheWinnerAmongCodesOfAllScales() {
    int width = 16;
    float[] codes = gaussian(2_000 * width, 1);
    float[] latents = gaussian(LATENTS * width, 1);
    for (float[] values : new float[][] {codes, latents}) {
      for (int row = 0; row < values.length / width; row++) {
        float scale = (float) Math.pow(10, random.nextInt(60) - 40);
        for (int i = row * width; i < (row + 1) * width; i++) {
          values[i] *= scale;
        }
      }
    }
    assertSameWinners(codes, latents, width);
  }

  @Test
  void findsTheWinnerBesideValuesThatAreNoNumbers() {
    int width = 8;
    float[] none = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE};
    float[] codes = gaussian(700 * width, 1);
    float[] latents = gaussian(LATENTS * width, 1);
    float[] sound = latents.clone();
    for (int i = 0; i < 40; i++) {
      codes[random.nextInt(codes.length)] = none[i % none.length];
      latents[random.nextInt(latents.length)] = none[i % none.length];
    }
    assertSameWinners(codes, sound, width);
    assertSameWinners(codes, latents, width);
    assertSameWinners(gaussian(700 * width, 1), latents, width);
  }

  @Test
  void findsTheWinnerInALargeCodebook() {
    int width = 32;
    float[] centres = gaussian(300 * width, 1);
    assertSameWinners(
        around(centres, 70_000, width, 0.2f), around(centres, LATENTS, width, 0.2f), width);
  }

  private float[] gaussian(int size, float scale) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = scale * (float) random.nextGaussian();
    }
    return values;
  }

  private float[] around(float[] centres, int rows, int width, float scale) {
    float[] values = gaussian(rows * width, scale);
    for (int row = 0; row < rows; row++) {
      int centre = random.nextInt(centres.length / width) * width;
      Vectors.add(centres, centre, values, row * width, width);
    }
    return values;
  }

  private static void copyRow(float[] from, int row, float[] to, int target, int width) {
    System.arraycopy(from, row * width, to, target * width, width);
  }

  private static void assertSameWinners(float[] codes, float[] latents, int width) {
    int size = codes.length / width;
    float[] halfNorms = new float[size];
    float[] transposed = new float[codes.length];
    for (int v = 0; v < size; v++) {
      halfNorms[v] = Vectors.dot(codes, v * width, codes, v * width, width) / 2;
      for (int d = 0; d < width; d++) {
        transposed[d * size + v] = codes[v * width + d];
      }
    }
    CodeTree tree = new CodeTree(codes, halfNorms, width);
    for (int p = 0; p < latents.length / width; p++) {
      assertThat(tree.nearest(latents, p * width))
          .as("of latent %s", p)
          .isEqualTo(plainWinner(latents, p * width, transposed, halfNorms, width));
    }
  }

  /** The first of the highest scores, all of which are computed in one fixed order. */
  private static int plainWinner(
      float[] z, int from, float[] transposed, float[] halfNorms, int width) {
    int size = halfNorms.length;
    float[] scores = new float[size];
    Vectors.addScaledRows(z, from, 1, transposed, 0, size, width, scores, 0, size);
    int best = 0;
    float bestScore = Float.NEGATIVE_INFINITY;
    for (int v = 0; v < size; v++) {
      if (scores[v] - halfNorms[v] > bestScore) {
        bestScore = scores[v] - halfNorms[v];
        best = v;
      }
    }
    return best;
  }
}
