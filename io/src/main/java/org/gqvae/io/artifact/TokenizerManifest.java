package org.gqvae.io.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * {@code manifest.json} of a tokenizer directory.
 *
 * @param policy the tokenizer's default
 * @param vocabularySize single bytes, learned tokens and specials
 * @param specials ids by text, in the order of the ids
 * @param strategy how the vocabulary was taken from what was trained: {@code segments}, {@code
 *     vote}, {@code decoder}, or the name that another kind of tokenizer has for it
 * @param fingerprint {@link TokenizerFingerprint} of the whole tokenizer
 */
public record TokenizerManifest(
    int formatVersion,
    TokenizerKind kind,
    Policy policy,
    int vocabularySize,
    int learnedTokens,
    Map<String, Integer> specials,
    String preTokenizer,
    String strategy,
    String fingerprint) {
  /** The format of tokenizer directories that this version writes, and the only one it reads. */
  public static final int FORMAT_VERSION = 1;

  private static final Pattern STRATEGY = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  public TokenizerManifest {
    check(formatVersion == FORMAT_VERSION, "format_version", formatVersion, FORMAT_VERSION);
    check(
        learnedTokens >= 0
            && vocabularySize == Vocabulary.SINGLE_BYTES + learnedTokens + specials.size(),
        "vocabulary_size",
        vocabularySize,
        "256 + learned_tokens " + learnedTokens + " + " + specials.size() + " specials");
    check(preTokenizer.equals(PreTokenizer.NAME), "pre_tokenizer", preTokenizer, PreTokenizer.NAME);
    check(STRATEGY.matcher(strategy).matches(), "strategy", strategy, "a lower-case name");
    check(
        FINGERPRINT.matcher(fingerprint).matches(),
        "fingerprint",
        fingerprint,
        "64 hexadecimal digits");
    specials = Collections.unmodifiableMap(new LinkedHashMap<>(specials));
  }

  /** The file's keys. */
  private record Stored(
      @JsonProperty("format_version") int formatVersion,
      @JsonProperty("kind") String kind,
      @JsonProperty("policy") String policy,
      @JsonProperty("vocabulary_size") int vocabularySize,
      @JsonProperty("learned_tokens") int learnedTokens,
      @JsonProperty("specials") Map<String, Integer> specials,
      @JsonProperty("pre_tokenizer") String preTokenizer,
      @JsonProperty("strategy") String strategy,
      @JsonProperty("fingerprint") String fingerprint) {
    Stored {
      if (kind == null
          || policy == null
          || specials == null
          || specials.containsValue(null)
          || preTokenizer == null
          || strategy == null
          || fingerprint == null) {
        throw new IllegalArgumentException("a value is null");
      }
    }
  }

  void write(Path file, Configuration hadoop) throws IOException {
    JsonFile.write(
        file,
        new Stored(
            formatVersion,
            Spelling.of(kind),
            Spelling.of(policy),
            vocabularySize,
            learnedTokens,
            specials,
            preTokenizer,
            strategy,
            fingerprint),
        hadoop);
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException when a value is wrong
   * @throws org.gqvae.io.failure.UsageException when it is missing or no such JSON
   */
  static TokenizerManifest read(Path file, String remedy, Configuration hadoop) throws IOException {
    JsonNode version = JsonFile.read(file, JsonNode.class, remedy, hadoop).path("format_version");
    if (version.isNumber()) { // another format may have other keys
      check(
          version.intValue() == FORMAT_VERSION,
          "format_version",
          version,
          FORMAT_VERSION + ", the one that this version of gqvae reads");
    }
    Stored stored = JsonFile.read(file, Stored.class, remedy, hadoop);
    return new TokenizerManifest(
        stored.formatVersion(),
        Spelling.parse("kind", TokenizerKind.class, stored.kind()),
        Spelling.parse("policy", Policy.class, stored.policy()),
        stored.vocabularySize(),
        stored.learnedTokens(),
        stored.specials(),
        stored.preTokenizer(),
        stored.strategy(),
        stored.fingerprint());
  }

  private static void check(boolean right, String key, Object value, Object expected) {
    if (!right) {
      throw new IllegalArgumentException(
          "Invalid " + key + ": " + value + ", expected " + expected);
    }
  }
}
