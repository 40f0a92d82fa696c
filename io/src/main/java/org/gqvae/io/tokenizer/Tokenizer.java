package org.gqvae.io.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.gqvae.io.artifact.TokenizerFiles;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.failure.UsageException;
import org.gqvae.model.tokenizer.MergesEncoder;
import org.gqvae.model.tokenizer.SharedWords;
import org.gqvae.model.tokenizer.TokenBuffer;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.tokenizer.WordEncoder;
import org.gqvae.model.tokenizer.WordTable;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * A tokenizer directory in memory. Its ids are those that {@code gqvae tokenize} writes, for any
 * text and any bytes, and decoding them gives the bytes back.
 *
 * <pre>{@code
 * Tokenizer tokenizer = Tokenizer.load(Path.of("runs/demo/run/tokenizer"));
 * int[] ids = tokenizer.encode("Once upon a time");
 * tokenizer.decodeToString(ids);                       // "Once upon a time"
 * tokenizer.countTokens("Once upon a time");           // ids.length
 * tokenizer.specials().get("<|endoftext|>");           // the id to put between documents
 * }</pre>
 *
 * <p>Immutable to its users, and thread-safe: threads encode at the same time. It remembers up to
 * 262,144 words with their ids, which takes up to 25 MB.
 */
public final class Tokenizer {
  private static final int LEARNED_WORDS = 1 << 18;

  private final TokenizerManifest manifest;
  private final Vocabulary vocabulary;
  private final ThreadLocal<WordTable> tables;

  private Tokenizer(TokenizerFiles files, Supplier<WordEncoder> encoders) {
    this.manifest = files.manifest();
    this.vocabulary = files.vocabulary();
    SharedWords words = new SharedWords(LEARNED_WORDS);
    this.tables =
        ThreadLocal.withInitial(
            () -> new WordTable(manifest.preTokenizer(), words, encoders.get()));
  }

  /**
   * Reads a tokenizer from a directory.
   *
   * @throws UsageException when it is missing, damaged, of another format, or encodes by a network
   * @throws IOException when the disk fails
   */
  public static Tokenizer load(Path directory) throws IOException {
    TokenizerFiles files = TokenizerFiles.read(directory);
    return new Tokenizer(files, encoders(files, directory));
  }

  private static Supplier<WordEncoder> encoders(TokenizerFiles files, Path directory) {
    Vocabulary vocabulary = files.vocabulary();
    return switch (files.manifest().policy()) {
      case VITERBI ->
          files
              .scores()
              .<Supplier<WordEncoder>>map(scores -> () -> new ViterbiEncoder(vocabulary, scores))
              .orElse(() -> new ViterbiEncoder(vocabulary));
      case MERGES ->
          files
              .scores()
              .<Supplier<WordEncoder>>map(scores -> () -> new MergesEncoder(vocabulary, scores))
              .orElseThrow(
                  () ->
                      new UsageException(
                          "Damaged %s: the policy is merges, but there is no scores.tsv; write or copy it again"
                              .formatted(directory)));
      case NEURAL ->
          throw new UsageException(
              "Invalid policy: neural (%s), expected viterbi or merges, which need no network. Make such a tokenizer of the same run by gqvae distill --strategy segments"
                  .formatted(directory.resolve("manifest.json")));
    };
  }

  /**
   * The ids of a text.
   *
   * @throws IllegalArgumentException when it has half of a surrogate pair, which no UTF-8 has
   */
  public int[] encode(String text) {
    return encode(utf8(text));
  }

  /** The ids of bytes, UTF-8 or not. */
  public int[] encode(byte[] text) {
    return tokens(text).toArray();
  }

  /**
   * How many ids {@link #encode(String)} gives.
   *
   * @throws IllegalArgumentException when it has half of a surrogate pair, which no UTF-8 has
   */
  public int countTokens(String text) {
    return countTokens(utf8(text));
  }

  /** How many ids {@link #encode(byte[])} gives. */
  public int countTokens(byte[] text) {
    return tokens(text).size();
  }

  /**
   * The bytes of which these ids are an encoding.
   *
   * @throws IllegalArgumentException when an id is a special's
   * @throws IndexOutOfBoundsException when an id is not in [0, {@link #vocabularySize})
   */
  public byte[] decode(int[] ids) {
    return vocabulary.decode(ids);
  }

  /**
   * The text of which these ids are an encoding. Bytes that are not UTF-8, such as those of a part
   * of an encoding, become U+FFFD.
   *
   * @throws IllegalArgumentException when an id is a special's
   * @throws IndexOutOfBoundsException when an id is not in [0, {@link #vocabularySize})
   */
  public String decodeToString(int[] ids) {
    return new String(decode(ids), UTF_8);
  }

  /** The number of ids: single bytes, learned tokens and specials. */
  public int vocabularySize() {
    return vocabulary.size();
  }

  /** The specials' ids by their texts, in the order of the ids. No encoding holds them. */
  public Map<String, Integer> specials() {
    return vocabulary.specials();
  }

  /** Identifies the tokenizer: 64 hexadecimal digits, as its manifest and token columns have it. */
  public String fingerprint() {
    return manifest.fingerprint();
  }

  private TokenBuffer tokens(byte[] text) {
    TokenBuffer tokens = new TokenBuffer();
    tables.get().encode(text, 0, text.length, tokens);
    return tokens;
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "The text has half of a surrogate pair, which no UTF-8 has; encode its bytes instead", e);
    }
  }
}
