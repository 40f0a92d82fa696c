package org.gqvae.io.report;

import org.gqvae.io.artifact.LanguageModelRun.Point;

/** What the training of language models is held equal by. */
public enum LmAxis {
  /** Bytes of training text seen. */
  BYTES("bytes_seen", "bytes of training text"),

  /** Floating-point operations of training. */
  OPERATIONS("operations", "floating-point operations");

  private final String key;
  private final String unit;

  LmAxis(String key, String unit) {
    this.key = key;
    this.unit = unit;
  }

  /** The key of the amount in a point of lm.json. */
  public String key() {
    return key;
  }

  /** What is counted, in words. */
  public String unit() {
    return unit;
  }

  /** How much a model was trained when it was measured. */
  public double amount(Point point) {
    return switch (this) {
      case BYTES -> point.bytesSeen();
      case OPERATIONS -> point.operations();
    };
  }

  /** The amount as people read it: {@code 64.0 MB}, {@code 3.21 × 10¹⁵}. */
  String text(double amount) {
    return switch (this) {
      case BYTES -> NumberText.bytes(Math.round(amount));
      case OPERATIONS -> NumberText.power(amount);
    };
  }
}
