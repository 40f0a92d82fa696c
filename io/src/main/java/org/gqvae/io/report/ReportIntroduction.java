package org.gqvae.io.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import org.gqvae.io.tokens.PackingFigures;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.statistics.VocabularyUse;

/** What a report says of each data set first, in sentences. */
final class ReportIntroduction {
  private ReportIntroduction() {}

  /** A block for each data set. */
  static List<DomContent> of(List<DataSet> dataSets) {
    List<DomContent> content = new ArrayList<>();
    for (int i = 0; i < dataSets.size(); i++) {
      DataSet set = dataSets.get(i);
      TokenCounts counts = set.figures().counts();
      content.add(
          div()
              .withClass("data-set")
              .with(
                  p(Page.key(i), span(set.name()).withClass("name")),
                  p(set.tokenizer()
                          + ", fingerprint "
                          + set.fingerprint()
                              .substring(0, Math.min(12, set.fingerprint().length())))
                      .withClass("quiet"),
                  p(
                      NumberText.rounded(counts.documents())
                          + (counts.documents() == 1 ? " document of " : " documents of ")
                          + NumberText.bytes(counts.bytes())
                          + " became "
                          + NumberText.rounded(counts.tokens())
                          + " tokens"
                          + set.packing().map(packing -> rows(packing, counts)).orElse("")
                          + "."
                          + (counts.tokens() == 0 ? "" : averages(set))),
                  iff(
                      set.packing().isPresent(),
                      p(
                          "Packed rows keep no words, characters or lengths of documents, so"
                              + " there are no figures of them.")),
                  verdict(set),
                  vocabularyVerdict(set.figures())));
    }
    return content;
  }

  private static String rows(PackingFigures packing, TokenCounts counts) {
    return " in "
        + NumberText.rounded(counts.chunks())
        + (counts.chunks() == 1 ? " row of " : " rows of ")
        + NumberText.count(packing.length())
        + " ids, packed by "
        + packing.method();
  }

  private static String averages(DataSet set) {
    TokenFigures figures = set.figures();
    String bytes =
        " A token stands for " + NumberText.ratio(figures.bytesPerToken()) + " bytes of text";
    if (set.packing().isPresent()) {
      return bytes + ".";
    }
    return bytes
        + "; one token for every word would be "
        + NumberText.ratio((double) figures.counts().bytes() / figures.counts().words())
        + ". "
        + NumberText.share(figures.wholeWordRate())
        + " of the words are one token, and a word takes "
        + NumberText.ratio(figures.fertility())
        + " on average.";
  }

  private static DomContent verdict(DataSet set) {
    if (set.roundTrip().isEmpty()) {
      return p("○ Round trip: not verified.").withClass("verdict unknown");
    }
    RoundTrip roundTrip = set.roundTrip().get();
    String found =
        "Round trip: "
            + NumberText.count(roundTrip.mismatches())
            + (roundTrip.mismatches() == 1 ? " mismatch in " : " mismatches in ")
            + NumberText.count(roundTrip.verifiedDocuments())
            + " verified documents.";
    return roundTrip.mismatches() == 0
        ? p("✓ " + found).withClass("verdict good")
        : p("✗ " + found).withClass("verdict bad");
  }

  private static DomContent vocabularyVerdict(TokenFigures figures) {
    VocabularyUse use = figures.vocabularyUse();
    if (figures.counts().tokens() == 0 || use.learnedTokens() == 0) {
      return text("");
    }
    String learned = NumberText.count(use.learnedTokens());
    return use.deadLearnedTokens() == 0
        ? p("✓ Vocabulary: every learned token is used, " + learned + " in all.")
            .withClass("verdict good")
        : p("○ Vocabulary: this text never uses "
                + NumberText.count(use.deadLearnedTokens())
                + " of "
                + learned
                + " learned tokens.")
            .withClass("verdict unknown");
  }
}
