package org.gqvae.io.report;

import java.util.ArrayList;
import java.util.List;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.artifact.LanguageModelRun.Model;
import org.gqvae.io.artifact.LanguageModelRun.Point;
import org.gqvae.io.artifact.LanguageModelRun.TokenSet;
import org.gqvae.io.artifact.LanguageModelRun.Tokenizer;
import org.gqvae.io.artifact.LanguageModelRun.Training;

/** Made-up runs of language models, whose bits per byte fall by a power of the bytes seen. */
final class LmFixtures {
  private static final long MB = 1_000_000;
  private static final long TOTAL = 64 * MB;
  private static final int MEASUREMENTS = 10;

  private LmFixtures() {}

  /** Four contenders of two seeds each: one better, one within the spread, one worse. */
  static LmComparison comparison() {
    return comparison("bpe");
  }

  /** The same with a name of the reference to choose. */
  static LmComparison comparison(String reference) {
    return LmComparison.of(
        List.of(
            contender(reference, "bpe", 3.9, 1.90),
            contender("gqvae", "gqvae", 4.3, 1.86),
            contender("unigram", "unigram", 4.0, 1.903),
            contender("vqvae", "vqvae", 2.6, 2.02)),
        0);
  }

  /** The first two by their first seeds alone. */
  static LmComparison ofOneSeed() {
    return LmComparison.of(
        List.of(
            new LmContender("bpe", contender("bpe", "bpe", 3.9, 1.90).runs().subList(0, 1)),
            new LmContender("gqvae", contender("gqvae", "gqvae", 4.3, 1.86).runs().subList(0, 1))),
        0);
  }

  /** A run that ends near {@code end}, with {@code measurements} of its ten measurements. */
  static List<Point> points(double bytesPerToken, double end, int measurements) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < measurements; i++) {
      long bytes = TOTAL >> (MEASUREMENTS - 1 - i);
      double bits = end + 2.4 * (Math.pow(bytes / (double) MB, -0.45) - Math.pow(64, -0.45));
      points.add(new Point((double) bytes / TOTAL, bytes, 3e7 * bytes / bytesPerToken, bits));
    }
    return points;
  }

  static Tokenizer tokenizer(String kind) {
    return new Tokenizer(
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", kind, "viterbi", 8450);
  }

  static TokenSet tokens(String path, long bytes, double bytesPerToken) {
    return new TokenSet(
        path, bytes / 800, Math.round(bytes / bytesPerToken), bytes, bytesPerToken, "ab12");
  }

  static Model model(double bytesPerToken) {
    return new Model(4, 256, 8, "rotary", 512, (int) Math.round(512 / bytesPerToken), 5_312_000);
  }

  static Training training(long seed) {
    return new Training(seed, 2, 40, 50, 16, 0.003, 3e7);
  }

  private static LmContender contender(String name, String kind, double bytesPerToken, double end) {
    return new LmContender(
        name,
        List.of(
            new LmContender.Run(name + "-1", run(kind, bytesPerToken, end - 0.006, 1)),
            new LmContender.Run(name + "-2", run(kind, bytesPerToken, end + 0.006, 2))));
  }

  private static LanguageModelRun run(String kind, double bytesPerToken, double end, long seed) {
    List<Point> points = points(bytesPerToken, end, MEASUREMENTS);
    return new LanguageModelRun(
        points.get(points.size() - 1).bitsPerByte(),
        points,
        tokenizer(kind),
        tokens("tokens/" + kind, 16 * MB, bytesPerToken),
        tokens("held-out/" + kind, MB, bytesPerToken),
        model(bytesPerToken),
        training(seed));
  }
}
