package org.gqvae.io.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gqvae.io.tokens.PackingFigures;
import org.gqvae.model.statistics.Entropy;
import org.gqvae.model.statistics.Histogram;
import org.gqvae.model.statistics.Padding;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.statistics.VocabularyUse;

/** Every figure of {@code stats.json} that is a single number, with its definition. */
final class ReportFigures {
  private ReportFigures() {}

  /** The figures of documents in the order of the page. */
  static List<FigureRow<TokenFigures>> rows() {
    List<FigureRow<TokenFigures>> rows = new ArrayList<>(counts());
    rows.add(count("Words", "pieces of the pre-tokenizer", TokenCounts::words));
    rows.add(count("Characters", "code points; a malformed byte is one", TokenCounts::characters));
    rows.addAll(bytes());
    rows.add(
        ratio("Characters per token", "characters / tokens", TokenFigures::charactersPerToken));
    rows.add(ratio("Fertility", "tokens / words", TokenFigures::fertility));
    rows.add(
        share(
            "Continued-word rate",
            "words of more than one token / words",
            TokenFigures::continuedWordRate));
    rows.addAll(tokens());
    rows.add(lengths("Document tokens", "every document whole", f -> f.counts().documentLengths()));
    for (int rowLength : TokenFigures.ROW_LENGTHS) {
      rows.add(
          share(
              "Padding at " + NumberText.count(rowLength),
              "1 - tokens / (rows × " + rowLength + ")",
              f -> padding(f, rowLength).wasted()));
    }
    rows.addAll(vocabularyUse());
    return rows;
  }

  /** Those that packed rows have, after {@link #packing()}. */
  static List<FigureRow<TokenFigures>> packedRows() {
    List<FigureRow<TokenFigures>> rows = new ArrayList<>(counts());
    rows.addAll(bytes());
    rows.addAll(tokens());
    rows.addAll(vocabularyUse());
    return rows;
  }

  /** What became of documents that were packed. */
  static List<FigureRow<PackingFigures>> packing() {
    return List.of(
        new FigureRow<>(
            "Row length", "ids, pads included", packing -> NumberText.count(packing.length())),
        new FigureRow<>("Packed by", "--pack-method of tokenize", PackingFigures::method),
        new FigureRow<>(
            "Pad tokens",
            "ids that fill rows up",
            packing -> NumberText.count(packing.padTokens())),
        new FigureRow<>(
            "Pad share",
            "pad tokens / (rows × row length)",
            packing -> NumberText.share(orNaN(packing.padShare()))),
        new FigureRow<>(
            "Cut documents",
            "which lie in more than one row",
            packing -> NumberText.count(packing.cutDocuments())),
        new FigureRow<>(
            "Cut share",
            "cut documents / documents",
            packing -> NumberText.share(orNaN(packing.cutShare()))));
  }

  /** A share, NaN where it has no denominator. */
  static double orNaN(Double share) {
    return share == null ? Double.NaN : share;
  }

  private static List<FigureRow<TokenFigures>> counts() {
    return List.of(
        count("Documents", "the empty ones included", TokenCounts::documents),
        count("Empty documents", "of no bytes", TokenCounts::emptyDocuments),
        count("Rows", "a long document takes several", TokenCounts::chunks),
        count("Tokens", "without specials", TokenCounts::tokens));
  }

  private static List<FigureRow<TokenFigures>> bytes() {
    return List.of(
        count("Bytes", "of the documents' texts", TokenCounts::bytes),
        ratio("Bytes per token", "bytes / tokens", TokenFigures::bytesPerToken));
  }

  private static List<FigureRow<TokenFigures>> tokens() {
    return List.of(
        share("Single-byte rate", "tokens of one byte's id / tokens", TokenFigures::singleByteRate),
        lengths("Token bytes by use", "every running token", f -> f.tokenLengths().bytesByUse()),
        lengths(
            "Token characters by use",
            "a byte of a divided character is one",
            f -> f.tokenLengths().charactersByUse()),
        lengths(
            "Token bytes by vocabulary",
            "every ordinary id once",
            f -> f.tokenLengths().bytesByVocabulary()),
        lengths(
            "Token characters by vocabulary",
            "every ordinary id once",
            f -> f.tokenLengths().charactersByVocabulary()));
  }

  private static List<FigureRow<TokenFigures>> vocabularyUse() {
    List<FigureRow<TokenFigures>> rows = new ArrayList<>();
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
