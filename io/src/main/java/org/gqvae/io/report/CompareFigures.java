package org.gqvae.io.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.report.Comparison.Entry;
import org.gqvae.io.report.Comparison.GateFigures;
import org.gqvae.model.statistics.TokenFigures;

/** Every figure of the tokenizers of a comparison, with its definition. */
final class CompareFigures {
  private CompareFigures() {}

  /** The figures in the order of the page; those of gates where a tokenizer has some. */
  static List<FigureRow<Entry>> rows(Comparison comparison) {
    List<FigureRow<Entry>> rows = new ArrayList<>(figures());
    if (comparison.entries().stream().anyMatch(entry -> entry.gates().isPresent())) {
      rows.addAll(gates());
    }
    rows.addAll(overlap(comparison.overlap()));
    return rows;
  }

  private static List<FigureRow<Entry>> figures() {
    List<FigureRow<Entry>> rows = new ArrayList<>();
    rows.add(
        new FigureRow<>(
            "Tokenizer",
            "kind, policy, pre-tokenizer",
            entry ->
                Spelling.of(entry.manifest().kind())
                    + ", "
                    + Spelling.of(entry.manifest().policy())
                    + ", "
                    + Spelling.of(entry.manifest().preTokenizer())));
    rows.add(
        new FigureRow<>(
            "Vocabulary",
            "ids: single bytes, learned tokens, specials",
            entry -> NumberText.count(entry.manifest().vocabularySize())));
    rows.add(
        new FigureRow<>(
            "Learned tokens",
            "of two bytes and more",
            entry -> NumberText.count(entry.manifest().learnedTokens())));
    rows.add(
        new FigureRow<>(
            "Tokens",
            "of all documents",
            entry -> NumberText.count(entry.figures().counts().tokens())));
    rows.add(ratio("Bytes per token", "bytes / tokens", TokenFigures::bytesPerToken));
    rows.add(
        new FigureRow<>(
            "Bytes per word",
            "what a token for every word would give",
            entry -> NumberText.ratio(entry.bytesPerWord())));
    rows.add(
        ratio("Characters per token", "code points / tokens", TokenFigures::charactersPerToken));
    rows.add(ratio("Fertility", "tokens / words", TokenFigures::fertility));
    rows.add(share("Whole words", "words of one token / words", TokenFigures::wholeWordRate));
    rows.add(
        share(
            "Continued words",
            "words of more than one token / words",
            TokenFigures::continuedWordRate));
    rows.add(
        share("Single bytes", "tokens of one byte's id / tokens", TokenFigures::singleByteRate));
    rows.add(
        share(
            "Vocabulary in use",
            "used ids / ids without specials",
            figures -> figures.vocabularyUse().usedShare()));
    rows.add(
        new FigureRow<>(
            "Dead ids",
            "never used on this text",
            entry -> NumberText.count(entry.figures().vocabularyUse().deadIds())));
    rows.add(
        ratio(
            "Shannon efficiency",
            "entropy / log₂ of the ids; 1: all used alike",
            figures -> figures.shannon().efficiency()));
    for (int i = 0; i < TokenFigures.RENYI_ORDERS.size(); i++) {
      int order = i;
      rows.add(
          ratio(
              "Rényi efficiency, order " + TokenFigures.RENYI_ORDERS.get(i),
              "the same, the common ids counting more",
              figures -> figures.renyi().get(order).efficiency()));
    }
    rows.add(
        new FigureRow<>(
            "Speed",
            "MB of text a second, median of the measurements, slowest to fastest",
            entry -> speed(entry)));
    return rows;
  }

  private static String speed(Entry entry) {
    double megabytes = entry.speed().bytes() / 1e6;
    return megabytes == 0
        ? NumberText.ratio(Double.NaN)
        : String.format(
            Locale.ROOT,
            "%.0f (%.0f to %.0f)",
            entry.speed().megabytesPerSecond(),
            megabytes / entry.speed().slowestSeconds(),
            megabytes / entry.speed().fastestSeconds());
  }

  private static List<FigureRow<Entry>> gates() {
    return List.of(
        gates(
            "Bytes per gate",
            "bytes / segments that the gates cut: what is compared with bytes per word",
            gates -> NumberText.ratio(gates.bytesPerGate())),
        gates(
            "Repair",
            "segments that their code does not name / segments",
            gates -> NumberText.share(gates.repairRate())),
        gates(
            "Exact words",
            "words that need no repair / words",
            gates -> NumberText.share(gates.exactWordShare())));
  }

  private static List<FigureRow<Entry>> overlap(VocabularyOverlap overlap) {
    List<FigureRow<Entry>> rows = new ArrayList<>();
    for (int j = 0; j < overlap.tokenizers().size(); j++) {
      if (overlap.kinds().get(j) == TokenizerKind.BPE) {
        int bpe = j;
        rows.add(
            new FigureRow<>(
                "Overlap with " + overlap.tokenizers().get(j),
                "learned tokens that it has too / learned tokens",
                entry -> NumberText.share(overlap.share(entry.tokenizer(), bpe))));
      }
    }
    return rows;
  }

  private static FigureRow<Entry> ratio(
      String name, String definition, ToDoubleFunction<TokenFigures> value) {
    return new FigureRow<>(
        name, definition, entry -> NumberText.ratio(value.applyAsDouble(entry.figures())));
  }

  private static FigureRow<Entry> share(
      String name, String definition, ToDoubleFunction<TokenFigures> value) {
    return new FigureRow<>(
        name, definition, entry -> NumberText.share(value.applyAsDouble(entry.figures())));
  }

  private static FigureRow<Entry> gates(
      String name, String definition, Function<GateFigures, String> value) {
    return new FigureRow<>(
        name, definition, entry -> entry.gates().map(value).orElse(NumberText.ratio(Double.NaN)));
  }
}
