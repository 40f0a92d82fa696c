package org.gqvae.io.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the first bytes of a file can show that it is. */
enum Signature {
  GZIP("gzip", "\\x1f\\x8b\\x08", "Let its name end in .gz"),
  BZIP2("bzip2", "BZh[1-9](1AY&SY|\\x17rE8P\\x90)", "Let its name end in .bz2"),
  ZSTD("zstd", "\\x28\\xb5\\x2f\\xfd|[\\x50-\\x5f]\\x2a\\x4d\\x18", "Let its name end in .zst"),
  XZ("xz", "\\xfd7zXZ\\x00", Signature.DECOMPRESS),
  ZIP("zip", "PK(\\x03\\x04|\\x05\\x06)", Signature.DECOMPRESS),
  LZ4("lz4", "\\x04\\x22\\x4d\\x18", Signature.DECOMPRESS),
  SEVEN_ZIP("7z", "7z\\xbc\\xaf\\x27\\x1c", Signature.DECOMPRESS),
  UTF_16("UTF-16", "\\xff\\xfe|\\xfe\\xff", "Convert it to UTF-8"),
  PARQUET("Parquet", "PAR1\\x15", "Read it as Parquet: let its name end in .parquet");

  /** The most bytes that one takes. */
  static final int BYTES = 10;

  /** What to do about a file that nothing here reads. */
  static final String DECOMPRESS = "Decompress it first";

  private final String name;
  private final Pattern beginning;
  private final String remedy;

  /**
   * @param beginning of a file, a character a byte
   */
  Signature(String name, String beginning, String remedy) {
    this.name = name;
    this.beginning = Pattern.compile(beginning);
    this.remedy = remedy;
  }

  /** What a file that begins with {@code head} is; nothing where it could be text. */
  static Optional<Signature> of(byte[] head) {
    String characters = new String(head, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values())
        .filter(signature -> signature.beginning.matcher(characters).lookingAt())
        .findFirst();
  }

  /** The compression that a file's name says it has, where nothing here decompresses it. */
  static Optional<Signature> ofUnreadableName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(signature -> signature.remedy.equals(DECOMPRESS))
        .filter(signature -> lower.endsWith("." + signature.name))
        .findFirst();
  }

  /** What to do where this is read as text. */
  String remedy() {
    return remedy;
  }

  /** What to do where this is in a compressed file that is read as text. */
  String remedyInside() {
    return this == UTF_16 ? remedy : DECOMPRESS;
  }

  @Override
  public String toString() {
    return name;
  }
}
