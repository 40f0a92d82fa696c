package org.gqvae.model.statistics;

import java.util.Arrays;
import org.gqvae.model.text.Utf8;

/**
 * A token and how often it was used.
 *
 * @param id its id
 * @param literal the bytes it stands for; copied in and out
 * @param count its uses, at least 0
 */
public record TokenUse(int id, byte[] literal, long count) {
  /** Copies the literal. */
  public TokenUse {
    literal = literal.clone();
  }

  @Override
  public byte[] literal() {
    return literal.clone();
  }

  /** The length of the literal in bytes. */
  public int bytes() {
    return literal.length;
  }

  /** The length of the literal in code points, a byte of an incomplete one counting one. */
  public long characters() {
    return Utf8.countCodePoints(literal, 0, literal.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenUse that
        && id == that.id
        && count == that.count
        && Arrays.equals(literal, that.literal);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * id + Arrays.hashCode(literal)) + Long.hashCode(count);
  }
}
