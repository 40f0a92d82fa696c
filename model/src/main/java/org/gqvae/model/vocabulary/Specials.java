package org.gqvae.model.vocabulary;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The texts that name a vocabulary's specials, in the order of their ids: first {@link
 * Vocabulary#END_OF_TEXT} and {@link Vocabulary#PAD}, which every vocabulary has, then one's own.
 *
 * <pre>{@code
 * Specials.of(List.of("<|user|>")).texts();   // [<|endoftext|>, <|pad|>, <|user|>]
 * }</pre>
 */
public record Specials(List<String> texts) implements Serializable {
  private static final List<String> OF_EVERY_VOCABULARY =
      List.of(Vocabulary.END_OF_TEXT, Vocabulary.PAD);

  /** Those that every vocabulary has, and no others. */
  public static final Specials STANDARD = of(List.of());

  /**
   * @throws IllegalArgumentException naming a text that is blank, comes twice or is no Unicode, or
   *     where the first are not those that every vocabulary has
   */
  public Specials {
    texts = List.copyOf(texts);
    int common = OF_EVERY_VOCABULARY.size();
    if (texts.size() < common || !texts.subList(0, common).equals(OF_EVERY_VOCABULARY)) {
      throw new IllegalArgumentException(
          "Invalid specials: " + texts + ", expected first " + OF_EVERY_VOCABULARY);
    }
    Set<String> distinct = new HashSet<>();
    for (String text : texts) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("Invalid special: '" + text + "' is blank");
      }
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw new IllegalArgumentException("Invalid special: " + text + " has half a surrogate");
      }
      if (!distinct.add(text)) {
        throw new IllegalArgumentException("Invalid special: " + text + " comes twice");
      }
    }
  }

  /**
   * One's own specials behind those that every vocabulary has.
   *
   * @throws IllegalArgumentException naming one that is blank, comes twice or is no Unicode
   */
  public static Specials of(List<String> own) {
    List<String> texts = new ArrayList<>(OF_EVERY_VOCABULARY);
    texts.addAll(own);
    return new Specials(texts);
  }

  /**
   * These, and behind them {@code <|reserved_0|>}, {@code <|reserved_1|>} and so on, for uses that
   * come later.
   *
   * @throws IllegalArgumentException naming one that is there already
   */
  public Specials withReserved(int count) {
    List<String> all = new ArrayList<>(texts);
    for (int i = 0; i < count; i++) {
      all.add("<|reserved_" + i + "|>");
    }
    return new Specials(all);
  }

  /** One's own alone. */
  public List<String> own() {
    return texts.subList(OF_EVERY_VOCABULARY.size(), texts.size());
  }

  /** The number of specials. */
  public int size() {
    return texts.size();
  }
}
