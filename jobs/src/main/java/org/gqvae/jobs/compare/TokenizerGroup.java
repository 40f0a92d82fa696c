package org.gqvae.jobs.compare;

import java.util.Arrays;
import java.util.List;
import org.gqvae.io.failure.UsageException;

/**
 * Tokenizers that belong together, such as those of runs that differ in their seed.
 *
 * @param name what readers call them
 * @param tokenizers their names or directories
 */
public record TokenizerGroup(String name, List<String> tokenizers) {
  public TokenizerGroup {
    tokenizers = List.copyOf(tokenizers);
  }

  /**
   * The group that {@code NAME=A,B,C} tells of.
   *
   * @throws UsageException when the name or all tokenizers are missing
   */
  public static TokenizerGroup parse(String text) {
    int equals = text.indexOf('=');
    List<String> tokenizers =
        Arrays.stream(text.substring(equals + 1).split(",", -1))
            .map(String::strip)
            .filter(tokenizer -> !tokenizer.isEmpty())
            .distinct()
            .toList();
    if (equals < 1 || text.substring(0, equals).isBlank() || tokenizers.isEmpty()) {
      throw new UsageException(
          "Invalid --group " + text + ", expected NAME=A,B,.. of tokenizers in --tokenizers");
    }
    return new TokenizerGroup(text.substring(0, equals).strip(), tokenizers);
  }
}
