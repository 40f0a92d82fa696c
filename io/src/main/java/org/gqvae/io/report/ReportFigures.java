package org.gqvae.io.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gqvae.model.statistics.Entropy;
import org.gqvae.model.statistics.Histogram;
import org.gqvae.model.statistics.Padding;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.statistics.VocabularyUse;

/** Every figure of {@code stats.json} that is a single number, with its definition. */
final class ReportFigures {
  private ReportFigures() {}

  /** The figures in the order of the page. */
  static List<FigureRow<TokenFigures>> rows() {
    List<FigureRow<TokenFigures>> rows = new ArrayList<>();
    rows.add(count("Documents", "the empty ones included", TokenCounts::documents));
    rows.add(count("Empty documents", "of no bytes", TokenCounts::emptyDocuments));
    rows.add(count("Rows", "a long document takes several", TokenCounts::chunks));
    rows.add(count("Tokens", "without specials", TokenCounts::tokens));
    rows.add(count("Words", "pieces of the pre-tokenizer", TokenCounts::words));
    rows.add(count("Characters", "code points; a malformed byte is one", TokenCounts::characters));
    rows.add(count("Bytes", "of the documents' texts", TokenCounts::bytes));
    rows.add(ratio("Bytes per token", "bytes / tokens", TokenFigures::bytesPerToken));
    rows.add(
        ratio("Characters per token", "characters / tokens", TokenFigures::charactersPerToken));
    rows.add(ratio("Fertility", "tokens / words", TokenFigures::fertility));
    rows.add(
        share(
            "Continued-word rate",
            "words of more than one token / words",
            TokenFigures::continuedWordRate));
    rows.add(
        share(
            "Single-byte rate", "tokens of one byte's id / tokens", TokenFigures::singleByteRate));
    rows.add(
        lengths("Token bytes by use", "every running token", f -> f.tokenLengths().bytesByUse()));
    rows.add(
        lengths(
            "Token characters by use",
            "a byte of a divided character is one",
            f -> f.tokenLengths().charactersByUse()));
    rows.add(
        lengths(
            "Token bytes by vocabulary",
            "every ordinary id once",
            f -> f.tokenLengths().bytesByVocabulary()));
    rows.add(
        lengths(
            "Token characters by vocabulary",
            "every ordinary id once",
            f -> f.tokenLengths().charactersByVocabulary()));
    rows.add(lengths("Document tokens", "every document whole", f -> f.counts().documentLengths()));
    for (int rowLength : TokenFigures.ROW_LENGTHS) {
      rows.add(
          share(
              "Padding at " + NumberText.count(rowLength),
              "1 - tokens / (rows × " + rowLength + ")",
              f -> padding(f, rowLength).wasted()));
    }
    rows.add(
        new FigureRow<>(
            "Ordinary ids",
            "256 single bytes + learned tokens, no specials",
            f -> NumberText.count(f.vocabularyUse().ids())));
    rows.add(
        new FigureRow<>(
            "Used ids", "at least once", f -> NumberText.count(f.vocabularyUse().usedIds())));
    rows.add(
        new FigureRow<>(
            "Dead ids",
            "never; of those, single bytes",
            f ->
                NumberText.count(f.vocabularyUse().deadIds())
                    + "; "
                    + NumberText.count(f.vocabularyUse().deadSingleBytes())));
    rows.add(
        new FigureRow<>(
            "Rare ids",
            "1 to " + VocabularyUse.RARE_USES + " times",
            f -> NumberText.count(f.vocabularyUse().rareIds())));
    for (int top : TokenFigures.TOPS) {
      rows.add(
          share(
              "Mass of the top " + top,
              "tokens of the " + top + " most used ids / tokens",
              f -> f.massOfTop().get(top)));
    }
    rows.add(new FigureRow<>("Shannon entropy", "H = -Σ p log₂ p", f -> entropy(f.shannon())));
    for (int i = 0; i < TokenFigures.RENYI_ORDERS.size(); i++) {
      int order = i;
      rows.add(
          new FigureRow<>(
              "Rényi entropy, order " + TokenFigures.RENYI_ORDERS.get(i),
              "log₂(Σ pᵅ) / (1 - α); efficiency: over log₂ of the ordinary ids",
              f -> entropy(f.renyi().get(order))));
    }
    return rows;
  }

  private static FigureRow<TokenFigures> count(
      String name, String definition, Function<TokenCounts, Long> value) {
    return new FigureRow<>(name, definition, f -> NumberText.count(value.apply(f.counts())));
  }

  private static FigureRow<TokenFigures> ratio(
      String name, String definition, Function<TokenFigures, Double> value) {
    return new FigureRow<>(name, definition, f -> NumberText.ratio(value.apply(f)));
  }

  private static FigureRow<TokenFigures> share(
      String name, String definition, Function<TokenFigures, Double> value) {
    return new FigureRow<>(name, definition, f -> NumberText.share(value.apply(f)));
  }

  private static FigureRow<TokenFigures> lengths(
      String name, String of, Function<TokenFigures, Histogram> histogram) {
    return new FigureRow<>(
        name,
        of + "; mean, then percentiles 1, 5, 25, 50, 75, 95, 99",
        f -> summary(histogram.apply(f)));
  }

  private static String summary(Histogram histogram) {
    StringBuilder text = new StringBuilder(NumberText.ratio(histogram.mean())).append("; ");
    for (int percent : TokenFigures.PERCENTILES) {
      text.append(percent == 1 ? "" : " ").append(percentile(histogram, percent));
    }
    return text.toString();
  }

  private static String entropy(Entropy entropy) {
    return NumberText.ratio(entropy.bits())
        + " bits; efficiency "
        + NumberText.ratio(entropy.efficiency());
  }

  /** A percentile in words, or a dash where nothing was counted. */
  static String percentile(Histogram histogram, int percent) {
    return histogram.isEmpty() ? "–" : NumberText.count(histogram.percentile(percent));
  }

  /** What padding to rows of a length wastes, one of {@link TokenFigures#ROW_LENGTHS}. */
  static Padding padding(TokenFigures figures, int rowLength) {
    return figures.padding().stream()
        .filter(padding -> padding.rowLength() == rowLength)
        .findFirst()
        .orElseThrow();
  }
}
