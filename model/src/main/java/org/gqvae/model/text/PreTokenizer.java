package org.gqvae.model.text;

/**
 * Cuts a text into words by a published pattern, and words into pieces of at most 16 bytes.
 *
 * <pre>{@code
 * PreTokenizer.GPT2.split(text, 0, text.length, (bytes, from, to) -> ...);
 * // "He's 30,\n\nOK" is "He", "'s", " 30", ",", "\n", "\n", "OK"
 * }</pre>
 *
 * <p>A pattern runs over {@linkplain Utf8 units}. Its classes are {@linkplain CharacterClass those
 * of one Unicode version}; a malformed byte belongs to {@code [^\s\p{L}\p{N}]}. A word over 16
 * bytes is cut at unit borders, each piece taking as many units as fit. The pieces, joined, are the
 * text. Time is linear and memory constant, whatever the length of words.
 *
 * <p>In {@code (?i:'s)} the s is that of U+017F too, the long s, which differs from it in case
 * alone: so it is with all engines that go by Unicode. No other letter beyond ASCII is meant.
 */
public enum PreTokenizer {
  /**
   * GPT-2's pattern.
   *
   * <pre>{@code
   * 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
   * }</pre>
   */
  GPT2,

  /**
   * GPT-4's pattern, cl100k_base in tiktoken: contractions in any case, numbers of at most three
   * digits, one character of any kind before letters, line ends at the end of words.
   *
   * <pre>{@code
   * (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*
   *     |\s*[\r\n]+|\s+(?!\S)|\s+
   * }</pre>
   *
   * {@code "HE'S 1234,\n\nOK"} is {@code "HE", "'S", " ", "123", "4", ",\n\n", "OK"}.
   *
   * <p>This is the form to which vocabularies are trained and which other tokenizers took over.
   * tiktoken has since put {@code \s++$} before {@code \s*[\r\n]+}: that form takes the white space
   * at the end of a text as one word also where a line end is within it. Its possessive quantifiers
   * do not mean the same to all engines.
   */
  CL100K,

  /**
   * GPT-4o's pattern, o200k_base in tiktoken: as {@link #CL100K}, but words begin at a capital
   * letter behind a small one, have marks among their letters and contractions at their end.
   *
   * <pre>{@code
   * [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+
   *         (?i:'s|'t|'re|'ve|'m|'ll|'d)?
   *     |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*
   *         (?i:'s|'t|'re|'ve|'m|'ll|'d)?
   *     |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
   * }</pre>
   *
   * {@code "parseHTML isn't"} is {@code "parse", "HTML", " isn't"}.
   */
  O200K;

  /** Receives the words of a text in order. */
  @FunctionalInterface
  public interface WordConsumer {
    /**
     * Takes the word in {@code bytes[from..to)}, 1 to 16 bytes.
     *
     * @param bytes the text's own array, not to be changed
     */
    void accept(byte[] bytes, int from, int to);
  }

  /** Hands the words of {@code text[from..to)} to the consumer, in order. */
  public void split(byte[] text, int from, int to, WordConsumer consumer) {
    switch (this) {
      case GPT2 -> Gpt2Splitter.split(text, from, to, consumer);
      case CL100K -> Cl100kSplitter.split(text, from, to, consumer);
      case O200K -> O200kSplitter.split(text, from, to, consumer);
    }
  }
}
