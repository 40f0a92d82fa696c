package org.gqvae.io.tokens;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a row says about its document. */
public enum DocumentStatus {
  /** It has text. */
  OK,
  /** Its text has no bytes, so there are no tokens. */
  EMPTY;

  /** As the status column spells it: {@code ok}, {@code empty}. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of that spelling. */
  static Optional<DocumentStatus> parse(String spelling) {
    return Arrays.stream(values()).filter(value -> value.spelling().equals(spelling)).findFirst();
  }

  static DocumentStatus of(long byteCount) {
    return byteCount == 0 ? EMPTY : OK;
  }
}
