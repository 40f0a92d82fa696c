package org.gqvae.model.text;

import com.ibm.icu.text.UnicodeSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes {@code character-classes.tsv} of ICU4J's data. For another version of Unicode, change
 * {@code icu4j.version} and {@link CharacterClass#UNICODE_VERSION}, and from the root of the
 * project
 *
 * <pre>{@code
 * mvn -q -pl model test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=org.gqvae.model.text.CharacterClassTable
 * }</pre>
 */
public final class CharacterClassTable {
  private CharacterClassTable() {}

  public static void main(String[] arguments) throws IOException {
    Path resources = Path.of("model/src/main/resources/org/gqvae/model/text");
    Files.writeString(
        resources.resolve(CharacterClass.TABLE), content(), StandardCharsets.US_ASCII);
  }

  /** What the file holds, by ICU4J. */
  static String content() {
    StringBuilder lines = new StringBuilder();
    for (CharacterClass each : CharacterClass.values()) {
      for (UnicodeSet.EntryRange range : new UnicodeSet(property(each)).ranges()) {
        lines.append("%s\t%04X\t%04X\n".formatted(each, range.codepoint, range.codepointEnd));
      }
    }
    return lines.toString();
  }

  private static String property(CharacterClass each) {
    return switch (each) {
      case LETTER -> "[:L:]";
      case UPPER_CASE -> "[[:Lu:][:Lt:]]";
      case LOWER_CASE -> "[:Ll:]";
      case MARK -> "[:M:]";
      case NUMBER -> "[:N:]";
      case SPACE -> "[:White_Space:]";
    };
  }
}
