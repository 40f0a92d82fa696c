package org.gqvae.model.network;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.gqvae.model.layers.Vectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to find the code of one latent, by {@link CodeTree} and by looking at all
 * codes. From the project's directory:
 *
 * <pre>
 * mvn -q -pl model test-compile exec:exec@code-search
 * </pre>
 *
 * <p>Codes and latents are Gaussian in {@code spread} of 64 dimensions. Those of networks are
 * nearer to one another, so that the tree leaves out more.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class CodeSearch {
  private static final int WIDTH = 64;
  private static final int LATENTS = 4_096;

  /** V. */
  @Param({"2000", "16000", "131072"})
  public int codes;

  /** Dimensions that the latents keep to. */
  @Param({"8", "64"})
  public int spread;

  private final SplittableRandom random = new SplittableRandom(1);
  private final float[] directions = gaussian(WIDTH * WIDTH);
  private float[] latents;
  private float[] transposed;
  private float[] halfNorms;
  private float[] scores;
  private CodeTree tree;
  private int next;

  /** Draws codes and latents. */
  @Setup
  public void prepare() {
    float[] codebook = rows(codes);
    latents = rows(LATENTS);
    transposed = new float[codes * WIDTH];
    halfNorms = new float[codes];
    scores = new float[codes];
    for (int v = 0; v < codes; v++) {
      halfNorms[v] = Vectors.dot(codebook, v * WIDTH, codebook, v * WIDTH, WIDTH) / 2;
      for (int d = 0; d < WIDTH; d++) {
        transposed[d * codes + v] = codebook[v * WIDTH + d];
      }
    }
    tree = new CodeTree(codebook, halfNorms, WIDTH);
  }

  private float[] rows(int count) {
    float[] places = gaussian(count * spread);
    float[] rows = new float[count * WIDTH];
    for (int row = 0; row < count; row++) {
      Vectors.addScaledRows(
          places, row * spread, 1, directions, 0, WIDTH, spread, rows, row * WIDTH, WIDTH);
    }
    return rows;
  }

  private float[] gaussian(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private int latent() {
    next = (next + 1) % LATENTS;
    return next * WIDTH;
  }

  /** By the tree. */
  @Benchmark
  public int byTree() {
    return tree.nearest(latents, latent());
  }

  /** By the scores of all codes. */
  @Benchmark
  public int byAllCodes() {
    Arrays.fill(scores, 0);
    Vectors.addScaledRows(latents, latent(), 1, transposed, 0, codes, WIDTH, scores, 0, codes);
    int best = 0;
    float bestScore = Float.NEGATIVE_INFINITY;
    for (int v = 0; v < codes; v++) {
      float score = scores[v] - halfNorms[v];
      if (score > bestScore) {
        bestScore = score;
        best = v;
      }
    }
    return best;
  }
}
