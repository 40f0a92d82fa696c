package org.gqvae.io.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import org.gqvae.model.statistics.Entropy;
import org.gqvae.model.statistics.Histogram;
import org.gqvae.model.statistics.Padding;
import org.gqvae.model.statistics.RankedUse;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.statistics.TokenLengths;
import org.gqvae.model.statistics.TokenUse;
import org.gqvae.model.statistics.VocabularyUse;
import org.gqvae.model.text.Literals;

/**
 * The figures of data sets as {@code stats.json}: snake_case keys in a fixed order, counts as
 * integers, ratios as the shortest decimals that read back as the same double ({@link
 * Double#toString(double)}), null where a ratio has no denominator. Tokens are written as in {@code
 * vocab.tsv}. The same data sets give the same text.
 */
public final class StatsJson {
  private static final int FORMAT_VERSION = 1;

  /** The figures of documents' texts and lengths, which packed rows do not tell. */
  private static final List<String> FIGURES_OF_DOCUMENTS =
      List.of(
          "words",
          "continued_words",
          "characters",
          "characters_per_token",
          "fertility",
          "continued_word_rate",
          "document_length",
          "padding");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StatsJson() {}

  /** The text of {@code stats.json}, ending with a line feed. */
  public static String text(List<DataSet> dataSets) {
    return text(tree(dataSets));
  }

  /** A tree as the indented text of a file, ending with a line feed. */
  static String text(ObjectNode tree) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return MAPPER.writer(printer).writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode tree(List<DataSet> dataSets) {
    ObjectNode root = NODES.objectNode().put("format_version", FORMAT_VERSION);
    ArrayNode sets = root.putArray("data_sets");
    for (DataSet dataSet : dataSets) {
      ObjectNode set =
          sets.addObject()
              .put("name", dataSet.name())
              .put("tokenizer", dataSet.tokenizer())
              .put("fingerprint", dataSet.fingerprint());
      set.set("round_trip", dataSet.roundTrip().map(StatsJson::roundTrip).orElse(null));
      ObjectNode figures = figures(dataSet.figures());
      dataSet
          .packing()
          .ifPresent(
              packing -> {
                set.set("packing", MAPPER.valueToTree(packing));
                figures.remove(FIGURES_OF_DOCUMENTS);
              });
      set.set("figures", figures);
      set.put("group_by", dataSet.groupColumn().orElse(null));
      ArrayNode groups = set.putArray("groups");
      dataSet
          .groups()
          .forEach(
              (value, ofGroup) ->
                  groups.addObject().put("value", value).set("figures", figures(ofGroup)));
    }
    return root;
  }

  private static ObjectNode roundTrip(RoundTrip roundTrip) {
    return NODES
        .objectNode()
        .put("verified_documents", roundTrip.verifiedDocuments())
        .put("mismatches", roundTrip.mismatches());
  }

  private static ObjectNode figures(TokenFigures figures) {
    TokenCounts counts = figures.counts();
    ObjectNode node =
        NODES
            .objectNode()
            .put("documents", counts.documents())
            .put("empty_documents", counts.emptyDocuments())
            .put("chunks", counts.chunks())
            .put("tokens", counts.tokens())
            .put("words", counts.words())
            .put("continued_words", counts.continuedWords())
            .put("characters", counts.characters())
            .put("bytes", counts.bytes())
            .put("single_byte_tokens", figures.singleByteTokens());
    putReal(node, "bytes_per_token", figures.bytesPerToken());
    putReal(node, "characters_per_token", figures.charactersPerToken());
    putReal(node, "fertility", figures.fertility());
    putReal(node, "continued_word_rate", figures.continuedWordRate());
    putReal(node, "single_byte_rate", figures.singleByteRate());
    node.set("token_length", tokenLengths(figures.tokenLengths()));
    node.set("document_length", documentLengths(counts.documentLengths()));
    ArrayNode padding = node.putArray("padding");
    for (Padding rows : figures.padding()) {
      putReal(
          padding
              .addObject()
              .put("row_length", rows.rowLength())
              .put("rows", rows.rows())
              .put("tokens", rows.tokens()),
          "wasted",
          rows.wasted());
    }
    node.set("vocabulary_use", vocabularyUse(figures));
    node.set("shannon", entropy(figures.shannon()));
    ArrayNode renyi = node.putArray("renyi");
    figures.renyi().forEach(entropy -> renyi.add(entropy(entropy)));
    ArrayNode curve = node.putArray("rank_frequency");
    for (RankedUse point : figures.rankFrequency()) {
      curve.addObject().put("rank", point.rank()).put("count", point.count());
    }
    node.set("most_used", tokens(figures.mostUsed()));
    node.set("longest", tokens(figures.longest()));
    node.set("rarest", tokens(figures.rarest()));
    return node;
  }

  private static ObjectNode tokenLengths(TokenLengths lengths) {
    ObjectNode node = NODES.objectNode();
    node.set("bytes_by_use", lengths(lengths.bytesByUse()));
    node.set("characters_by_use", lengths(lengths.charactersByUse()));
    node.set("bytes_by_vocabulary", lengths(lengths.bytesByVocabulary()));
    node.set("characters_by_vocabulary", lengths(lengths.charactersByVocabulary()));
    return node;
  }

  private static ObjectNode lengths(Histogram histogram) {
    ObjectNode node = summary(histogram);
    ArrayNode counts = node.putArray("histogram");
    for (int i = 0; i < histogram.distinctValues(); i++) {
      counts.addObject().put("length", histogram.value(i)).put("count", histogram.count(i));
    }
    return node;
  }

  private static ObjectNode documentLengths(Histogram histogram) {
    ObjectNode node = summary(histogram);
    ArrayNode bins = node.putArray("bins");
    for (Histogram.Bin bin : histogram.bins()) {
      bins.addObject().put("from", bin.from()).put("to", bin.to()).put("documents", bin.count());
    }
    return node;
  }

  private static ObjectNode summary(Histogram histogram) {
    ObjectNode node = NODES.objectNode();
    putReal(node, "mean", histogram.mean());
    putPercentile(node, "min", histogram, 0);
    for (int percent : TokenFigures.PERCENTILES) {
      putPercentile(node, "p" + percent, histogram, percent);
    }
    putPercentile(node, "max", histogram, 100);
    return node;
  }

  private static ObjectNode vocabularyUse(TokenFigures figures) {
    VocabularyUse use = figures.vocabularyUse();
    ObjectNode node =
        NODES
            .objectNode()
            .put("ids", use.ids())
            .put("used_ids", use.usedIds())
            .put("dead_ids", use.deadIds())
            .put("dead_single_bytes", use.deadSingleBytes())
            .put("rare_ids", use.rareIds())
            .put("used_share", use.usedShare());
    ArrayNode tops = node.putArray("top");
    use.tokensOfTop()
        .forEach(
            (top, tokens) ->
                putReal(
                    tops.addObject().put("ids", top).put("tokens", tokens),
                    "mass",
                    figures.massOfTop().get(top)));
    return node;
  }

  static ObjectNode entropy(Entropy entropy) {
    ObjectNode node = NODES.objectNode().put("order", entropy.order());
    putReal(node, "bits", entropy.bits());
    putReal(node, "efficiency", entropy.efficiency());
    return node;
  }

  private static ArrayNode tokens(List<TokenUse> tokens) {
    ArrayNode array = NODES.arrayNode();
    for (TokenUse token : tokens) {
      array
          .addObject()
          .put("id", token.id())
          .put("bytes", Literals.escape(token.literal()))
          .put("count", token.count());
    }
    return array;
  }

  /** Puts a number, or null where it is none. */
  static void putReal(ObjectNode node, String key, double value) {
    if (Double.isNaN(value)) {
      node.putNull(key);
    } else {
      node.put(key, value);
    }
  }

  private static void putPercentile(ObjectNode node, String key, Histogram histogram, int percent) {
    if (histogram.isEmpty()) {
      node.putNull(key);
    } else {
      node.put(key, histogram.percentile(percent));
    }
  }
}
