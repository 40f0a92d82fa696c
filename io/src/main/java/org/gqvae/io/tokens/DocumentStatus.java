package org.gqvae.io.tokens;

import java.util.Optional;
import org.gqvae.io.config.Spelling;

/** What a row says about its document, in the status column: {@code ok}, {@code empty}. */
public enum DocumentStatus {
  /** It has text. */
  OK,
  /** Its text has no bytes, so there are no tokens. */
  EMPTY;

  /** The status of that spelling. */
  static Optional<DocumentStatus> parse(String spelling) {
    return Spelling.find(DocumentStatus.class, spelling);
  }

  static DocumentStatus of(long byteCount) {
    return byteCount == 0 ? EMPTY : OK;
  }
}
