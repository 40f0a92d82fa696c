package org.gqvae.io.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.model.text.CharacterClass;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * {@code manifest.json} of a tokenizer directory.
 *
 * @param unicodeVersion whose character classes the pre-tokenizer goes by
 * @param policy the tokenizer's default
 * @param vocabularySize single bytes, learned tokens and specials
 * @param specials ids by text, in the order of the ids
 * @param strategy how the vocabulary was taken from what was trained: {@code segments}, {@code
 *     vote}, {@code decoder}, or the name that another kind of tokenizer has for it
 * @param fingerprint {@link TokenizerFingerprint} of the whole tokenizer
 */
public record TokenizerManifest(
    int formatVersion,
    String unicodeVersion,
    TokenizerKind kind,
    Policy policy,
    int vocabularySize,
    int learnedTokens,
    Map<String, Integer> specials,
    PreTokenizer preTokenizer,
    String strategy,
    String fingerprint) {
  /** The format of tokenizer directories that this version writes, and the only one it reads. */
  public static final int FORMAT_VERSION = 2;

  private static final Pattern STRATEGY = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  public TokenizerManifest {
    check(formatVersion == FORMAT_VERSION, "format_version", formatVersion, FORMAT_VERSION);
    check(
        unicodeVersion.equals(CharacterClass.UNICODE_VERSION),
        "unicode_version",
        unicodeVersion,
        CharacterClass.UNICODE_VERSION + ", by which this version of gqvae cuts words");
    Specials texts = new Specials(List.copyOf(specials.keySet()));
    check(
        learnedTokens >= 0 && vocabularySize == Vocabulary.sizeOf(learnedTokens, texts),
        "vocabulary_size",
        vocabularySize,
        "256 + learned_tokens " + learnedTokens + " + " + texts.size() + " specials");
    check(STRATEGY.matcher(strategy).matches(), "strategy", strategy, "a lower-case name");
    check(
        FINGERPRINT.matcher(fingerprint).matches(),
        "fingerprint",
        fingerprint,
        "64 hexadecimal digits");
    specials = Collections.unmodifiableMap(new LinkedHashMap<>(specials));
  }

  /** The texts of the specials, in the order of the ids. */
  public Specials specialTexts() {
    return new Specials(List.copyOf(specials.keySet()));
  }

  /** The file's keys. */
  private record Stored(
      @JsonProperty("format_version") int formatVersion,
      @JsonProperty("unicode_version") String unicodeVersion,
      @JsonProperty("kind") String kind,
      @JsonProperty("policy") String policy,
      @JsonProperty("vocabulary_size") int vocabularySize,
      @JsonProperty("learned_tokens") int learnedTokens,
      @JsonProperty("specials") Map<String, Integer> specials,
      @JsonProperty("pre_tokenizer") String preTokenizer,
      @JsonProperty("strategy") String strategy,
      @JsonProperty("fingerprint") String fingerprint) {
    Stored {
      if (unicodeVersion == null
          || kind == null
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
            unicodeVersion,
            Spelling.of(kind),
            Spelling.of(policy),
            vocabularySize,
            learnedTokens,
            specials,
            Spelling.of(preTokenizer),
            strategy,
            fingerprint),
        hadoop);
  }

  /**
   * Reads the file.
   *
   * @param remedy what a user can do where it is missing or damaged
   * @param remedyOfEarlier what a user can do where its format is an earlier one
   * @throws IllegalArgumentException when a value is wrong
   * @throws UsageException when it is missing, no such JSON, or of an earlier format
   */
  static TokenizerManifest read(
      Path file, String remedy, String remedyOfEarlier, Configuration hadoop) throws IOException {
    checkVersion(JsonFile.read(file, JsonNode.class, remedy, hadoop), file, remedyOfEarlier);
    return of(JsonFile.read(file, Stored.class, remedy, hadoop));
  }

  /**
   * The manifest of a file's content, refused as {@link #read} refuses it.
   *
   * @param file its place, for messages
   */
  static TokenizerManifest of(Object file, byte[] content, String remedy, String remedyOfEarlier) {
    checkVersion(JsonFile.read(file, content, JsonNode.class, remedy), file, remedyOfEarlier);
    return of(JsonFile.read(file, content, Stored.class, remedy));
  }

  private static void checkVersion(JsonNode manifest, Object file, String remedyOfEarlier) {
    JsonNode version = manifest.path("format_version");
    if (version.isInt() && version.intValue() >= 1 && version.intValue() < FORMAT_VERSION) {
      throw new UsageException(
          "%s has format_version %d, whose ids follow other rules; this version of gqvae reads %d. %s"
              .formatted(file, version.intValue(), FORMAT_VERSION, remedyOfEarlier));
    }
    if (version.isNumber()) { // another format may have other keys
      check(
          version.intValue() == FORMAT_VERSION,
          "format_version",
          version,
          FORMAT_VERSION + ", the one that this version of gqvae reads");
    }
  }

  private static TokenizerManifest of(Stored stored) {
    return new TokenizerManifest(
        stored.formatVersion(),
        stored.unicodeVersion(),
        Spelling.parse("kind", TokenizerKind.class, stored.kind()),
        Spelling.parse("policy", Policy.class, stored.policy()),
        stored.vocabularySize(),
        stored.learnedTokens(),
        stored.specials(),
        Spelling.parse("pre_tokenizer", PreTokenizer.class, stored.preTokenizer()),
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
