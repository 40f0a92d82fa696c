package org.gqvae.io.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.report.Comparison.EncodeSpeed;
import org.gqvae.io.report.Comparison.Entry;
import org.gqvae.io.report.Comparison.GateFigures;
import org.gqvae.io.report.Comparison.Group;
import org.gqvae.io.report.Comparison.HeldOutText;
import org.gqvae.model.statistics.Interval;
import org.gqvae.model.statistics.Spread;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenFigures;

/**
 * A comparison as {@code compare.json}, in the manner of {@link StatsJson}; io/README.md tells each
 * field. The same comparison gives the same text; of two runs, all but the fields that end in
 * {@code seconds} are the same.
 */
public final class CompareJson {
  private static final int FORMAT_VERSION = 1;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CompareJson() {}

  /** The text of {@code compare.json}, ending with a line feed. */
  public static String text(Comparison comparison) {
    return StatsJson.text(tree(comparison));
  }

  static ObjectNode tree(Comparison comparison) {
    ObjectNode root = NODES.objectNode().put("format_version", FORMAT_VERSION);
    root.set("held_out", heldOut(comparison.text()));
    root.putObject("intervals")
        .put("confidence", comparison.draws().confidence())
        .put("resamples", comparison.draws().resamples())
        .put("seed", comparison.draws().seed());
    root.put("reference", comparison.referenceEntry().name());
    ArrayNode tokenizers = root.putArray("tokenizers");
    for (Entry entry : comparison.entries()) {
      tokenizers.add(entry(entry, comparison.overlap()));
    }
    root.set("overlap", overlap(comparison.overlap()));
    ArrayNode groups = root.putArray("groups");
    comparison.groups().forEach(group -> groups.add(group(group)));
    return root;
  }

  private static ObjectNode heldOut(HeldOutText text) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("input", text.input())
            .put("documents", text.documents())
            .put("empty_documents", text.emptyDocuments())
            .put("rejected", text.rejected())
            .put("bytes", text.bytes())
            .put("characters", text.characters())
            .put("words", text.words())
            .put("distinct_words", text.distinctWords());
    StatsJson.putReal(node, "bytes_per_word", text.bytesPerWord());
    return node;
  }

  private static ObjectNode entry(Entry entry, VocabularyOverlap overlap) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("name", entry.name())
            .put("kind", Spelling.of(entry.manifest().kind()))
            .put("policy", Spelling.of(entry.manifest().policy()))
            .put("strategy", entry.manifest().strategy())
            .put("pre_tokenizer", Spelling.of(entry.manifest().preTokenizer()))
            .put("fingerprint", entry.manifest().fingerprint())
            .put("vocabulary_size", entry.manifest().vocabularySize())
            .put("learned_tokens", entry.manifest().learnedTokens());
    putFigures(node, entry);
    putInterval(node, "difference", entry.difference());
    putInterval(node, "ratio", entry.ratio());
    node.set("gates", entry.gates().map(CompareJson::gates).orElse(null));
    ObjectNode withBpe = node.putObject("overlap_with_bpe");
    for (int j = 0; j < overlap.tokenizers().size(); j++) {
      if (overlap.kinds().get(j) == TokenizerKind.BPE && j != entry.tokenizer()) {
        StatsJson.putReal(
            withBpe, overlap.tokenizers().get(j), overlap.share(entry.tokenizer(), j));
      }
    }
    putSpeed(node, entry.speed());
    return node;
  }

  private static void putFigures(ObjectNode node, Entry entry) {
    TokenFigures figures = entry.figures();
    TokenCounts counts = figures.counts();
    node.put("tokens", counts.tokens());
    putInterval(node, "bytes_per_token", entry.bytesPerToken());
    StatsJson.putReal(node, "characters_per_token", figures.charactersPerToken());
    StatsJson.putReal(node, "fertility", figures.fertility());
    StatsJson.putReal(node, "continued_word_rate", figures.continuedWordRate());
    StatsJson.putReal(node, "whole_word_rate", figures.wholeWordRate());
    StatsJson.putReal(node, "single_byte_rate", figures.singleByteRate());
    node.put("ids", figures.vocabularyUse().ids())
        .put("used_ids", figures.vocabularyUse().usedIds())
        .put("dead_ids", figures.vocabularyUse().deadIds())
        .put("used_share", figures.vocabularyUse().usedShare());
    node.set("shannon", StatsJson.entropy(figures.shannon()));
    ArrayNode renyi = node.putArray("renyi");
    figures.renyi().forEach(entropy -> renyi.add(StatsJson.entropy(entropy)));
  }

  private static ObjectNode gates(GateFigures gates) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("segments", gates.segments())
            .put("repaired_segments", gates.repairedSegments())
            .put("exact_words", gates.exactWords());
    StatsJson.putReal(node, "bytes_per_gate", gates.bytesPerGate());
    StatsJson.putReal(node, "repair_rate", gates.repairRate());
    StatsJson.putReal(node, "exact_word_rate", gates.exactWordShare());
    return node;
  }

  private static void putSpeed(ObjectNode node, EncodeSpeed speed) {
    node.put("encode_bytes", speed.bytes());
    StatsJson.putReal(node, "encode_seconds", speed.medianSeconds());
    StatsJson.putReal(node, "fastest_encode_seconds", speed.fastestSeconds());
    StatsJson.putReal(node, "slowest_encode_seconds", speed.slowestSeconds());
  }

  private static ObjectNode overlap(VocabularyOverlap overlap) {
    ObjectNode node = NODES.objectNode();
    ArrayNode names = node.putArray("tokenizers");
    overlap.tokenizers().forEach(names::add);
    ArrayNode shared = node.putArray("shared_tokens");
    ArrayNode jaccard = node.putArray("jaccard");
    for (int i = 0; i < names.size(); i++) {
      ArrayNode sharedRow = shared.addArray();
      ArrayNode jaccardRow = jaccard.addArray();
      for (int j = 0; j < names.size(); j++) {
        sharedRow.add(overlap.shared(i, j));
        addReal(jaccardRow, overlap.jaccard(i, j));
      }
    }
    return node;
  }

  private static ObjectNode group(Group group) {
    ObjectNode node = NODES.objectNode().put("name", group.name());
    ArrayNode names = node.putArray("tokenizers");
    group.entries().forEach(names::add);
    node.set("bytes_per_token", spread(group.bytesPerToken()));
    node.set("ratio", spread(group.ratio()));
    return node;
  }

  private static ObjectNode spread(Spread spread) {
    ObjectNode node = NODES.objectNode();
    StatsJson.putReal(node, "mean", spread.mean());
    StatsJson.putReal(node, "standard_deviation", spread.standardDeviation());
    StatsJson.putReal(node, "min", spread.min());
    StatsJson.putReal(node, "max", spread.max());
    return node;
  }

  /** The figure under its key, and its interval [low, high] beside it. */
  private static void putInterval(ObjectNode node, String key, Interval interval) {
    StatsJson.putReal(node, key, interval.estimate());
    ArrayNode ends = node.putArray(key + "_interval");
    addReal(ends, interval.low());
    addReal(ends, interval.high());
  }

  private static void addReal(ArrayNode array, double value) {
    if (Double.isNaN(value)) {
      array.addNull();
    } else {
      array.add(value);
    }
  }
}
