package org.gqvae.jobs.distill;

import java.util.List;
import java.util.stream.Collectors;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.model.vocabulary.Specials;
import picocli.CommandLine.Option;

/** The specials of a tokenizer that a verb makes: an option and the section {@code tokenizer}. */
public final class SpecialOptions {
  private static final int MOST_RESERVED = 100_000;

  @Option(
      names = "--special",
      paramLabel = "TEXT",
      description =
          "A special token of your own, such as '<|user|>'. May be given several times; ids are in"
              + " the order given, behind <|endoftext|> and <|pad|>.")
  private List<String> specials = List.of();

  /** The setting that the options stand for, or none where there are none. */
  public List<Setting> settings() {
    String place =
        specials.stream().map(text -> "--special " + text).collect(Collectors.joining(" "));
    return specials.isEmpty()
        ? List.of()
        : List.of(Setting.ofTexts("tokenizer.specials", specials, place));
  }

  /** Reads the section {@code tokenizer}. */
  public static Specials read(ConfigReader reader) {
    int reserved = reader.between("tokenizer.reserved-specials", 0, MOST_RESERVED);
    try {
      return Specials.of(reader.texts("tokenizer.specials")).withReserved(reserved);
    } catch (IllegalArgumentException e) {
      reader.refuse(
          "tokenizer.specials",
          "expected texts that are not blank, each once, and other ones than <|endoftext|>,"
              + " <|pad|> and those that are reserved (<|reserved_0|>, ...)");
      return Specials.STANDARD;
    }
  }
}
