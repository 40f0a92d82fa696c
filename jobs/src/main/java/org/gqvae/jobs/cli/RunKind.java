package org.gqvae.jobs.cli;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gqvae.io.config.ConfigReader;

/** A kind of run that can be resumed, and the settings that decide what it gives. */
public enum RunKind {
  /** A network and its tokenizer; also that of {@code baseline vqvae}. */
  TRAIN("input.", "count.", "model.", "train.", "distill.", "tokenizer."),

  /** Token columns. */
  TOKENIZE("input.", "tokenize."),

  /** Token columns as training programs read them. */
  EXPORT("export."),

  /** A language model on token columns. */
  LM("lm.");

  /** Settings of the kinds' sections that change no file of a run. */
  private static final Set<String> FREE =
      Set.of(
          "input.max-failed", // only the exit code
          "input.compressed-as-text", // only which files end a run
          "count.words-in-memory", // sums are the same however words are handed on
          "train.checkpoints", // how many are kept
          "lm.checkpoints",
          "tokenize.policy", // the tokenizer's fingerprint has it
          "tokenize.learned-words"); // encodings are the same, remembered or not

  /** Sections of verbs that are not resumed, or whose settings others follow from. */
  private static final List<String> FREE_SECTIONS =
      List.of("corpus.", "detokenize.", "report.", "compare.", "baseline.");

  private final List<String> sections;

  RunKind(String... sections) {
    this.sections = List.of(sections);
  }

  /** The settings that decide what a run of this kind gives, by their keys. */
  public SortedMap<String, String> deciding(ConfigReader reader) {
    SortedMap<String, String> deciding = new TreeMap<>(reader.values());
    deciding.keySet().removeIf(key -> !decides(key));
    return deciding;
  }

  /** Whether a setting decides what a run of this kind gives. */
  boolean decides(String key) {
    return sections.stream().anyMatch(key::startsWith) && !FREE.contains(key);
  }

  /** Whether a setting is listed as one that decides nothing. */
  static boolean isFree(String key) {
    return FREE.contains(key) || FREE_SECTIONS.stream().anyMatch(key::startsWith);
  }
}
