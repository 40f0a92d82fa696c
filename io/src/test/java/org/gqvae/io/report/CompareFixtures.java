package org.gqvae.io.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.report.Comparison.Draws;
import org.gqvae.io.report.Comparison.EncodeSpeed;
import org.gqvae.io.report.Comparison.Entry;
import org.gqvae.io.report.Comparison.GateFigures;
import org.gqvae.io.report.Comparison.Group;
import org.gqvae.io.report.Comparison.HeldOutText;
import org.gqvae.io.report.Comparison.Sample;
import org.gqvae.model.statistics.Interval;
import org.gqvae.model.statistics.Spread;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.text.CharacterClass;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;

/** Comparisons of made-up tokenizers on made-up text. */
final class CompareFixtures {
  private CompareFixtures() {}

  /** A BPE tokenizer, a GQ-VAE and its network, two seeds as a group, one sample. */
  static Comparison comparison() {
    return comparison("bpe", "stories/held-out.jsonl", "Once upon a time, there was a café.\n");
  }

  /** The same with a name, an input and a sample to choose. */
  static Comparison comparison(String first, String input, String text) {
    TokenFigures small = figures(150);
    TokenFigures large = figures(600);
    List<Entry> entries =
        List.of(
            entry(first, 0, TokenizerKind.BPE, Policy.MERGES, large, 1, 0, Optional.empty()),
            entry("a/gqvae", 1, TokenizerKind.GQVAE, Policy.VITERBI, large, 1.031, 0.004, gates()),
            entry(
                "a/gqvae (neural)",
                1,
                TokenizerKind.GQVAE,
                Policy.NEURAL,
                small,
                0.87,
                0.01,
                gates()),
            entry("b/gqvae", 2, TokenizerKind.GQVAE, Policy.VITERBI, large, 0.999, 0.004, gates()));
    return new Comparison(
        new HeldOutText(input, 300, 2, 1, 123_456, 120_000, 30_000, 4_321),
        new Draws(0.95, 2000, 1),
        0,
        entries,
        new VocabularyOverlap(
            List.of(first, "a/gqvae", "b/gqvae"),
            List.of(TokenizerKind.BPE, TokenizerKind.GQVAE, TokenizerKind.GQVAE),
            new int[][] {{600, 300, 250}, {300, 500, 400}, {250, 400, 450}}),
        List.of(
            new Group(
                "seeds",
                List.of("a/gqvae", "b/gqvae"),
                Spread.of(3.1, 3.0),
                Spread.of(1.031, 0.999))),
        List.of(new Sample(input + "#0", cuts(text, entries.size()))));
  }

  /** One tokenizer on documents without text. */
  static Comparison empty() {
    Interval none = new Interval(Double.NaN, Double.NaN, Double.NaN);
    Vocabulary vocabulary = Vocabulary.of(List.of());
    return new Comparison(
        new HeldOutText("nothing", 1, 1, 0, 0, 0, 0, 0),
        new Draws(0.95, 100, 1),
        0,
        List.of(
            new Entry(
                "bytes",
                0,
                manifest(TokenizerKind.UNIGRAM, Policy.VITERBI, 0),
                TokenFigures.of(TokenCounts.NONE, vocabulary),
                none,
                none,
                none,
                new EncodeSpeed(0, 0, 0, 0),
                Optional.empty())),
        VocabularyOverlap.of(List.of("bytes"), List.of(TokenizerKind.UNIGRAM), List.of(vocabulary)),
        List.of(),
        List.of());
  }

  private static Optional<GateFigures> gates() {
    return Optional.of(new GateFigures(123_456, 30_000, 24_000, 40_000, 8_000));
  }

  private static TokenFigures figures(int learned) {
    return ReportFixtures.dataSet("corpus", 300, learned, Optional.empty()).figures();
  }

  private static Entry entry(
      String name,
      int tokenizer,
      TokenizerKind kind,
      Policy policy,
      TokenFigures figures,
      double ratio,
      double halfWidth,
      Optional<GateFigures> gates) {
    double bytesPerToken = 3.01 * ratio;
    double difference = bytesPerToken - 3.01;
    return new Entry(
        name,
        tokenizer,
        manifest(kind, policy, figures.vocabularyUse().ids() - 256),
        figures,
        new Interval(bytesPerToken, bytesPerToken - 0.03, bytesPerToken + 0.03),
        new Interval(difference, difference - 3 * halfWidth, difference + 3 * halfWidth),
        new Interval(ratio, ratio - halfWidth, ratio + halfWidth),
        new EncodeSpeed(8_000_000, 0.1 / ratio, 0.09 / ratio, 0.13 / ratio),
        policy == Policy.NEURAL ? gates : Optional.empty());
  }

  private static TokenizerManifest manifest(TokenizerKind kind, Policy policy, int learned) {
    Vocabulary vocabulary =
        Vocabulary.of(
            IntStream.range(0, learned)
                .mapToObj(i -> new byte[] {(byte) (i >> 8), (byte) i, 'x'})
                .toList());
    return new TokenizerManifest(
        TokenizerManifest.FORMAT_VERSION,
        CharacterClass.UNICODE_VERSION,
        kind,
        policy,
        vocabulary.size(),
        learned,
        vocabulary.specials(),
        PreTokenizer.GPT2,
        "made-up",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
  }

  /** The text cut every two bytes, every three, and so on. */
  private static List<List<byte[]>> cuts(String text, int entries) {
    byte[] bytes = text.getBytes(UTF_8);
    List<List<byte[]>> cuts = new ArrayList<>();
    for (int entry = 0; entry < entries; entry++) {
      List<byte[]> tokens = new ArrayList<>();
      for (int from = 0; from < bytes.length; from += 2 + entry) {
        tokens.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 2 + entry)));
      }
      cuts.add(tokens);
    }
    return cuts;
  }
}
