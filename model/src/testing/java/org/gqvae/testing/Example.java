package org.gqvae.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An example that a Markdown file of the project shows, for tests that run it as it is there.
 *
 * @param language what its fence names, or empty: {@code "python"}
 * @param text its lines
 */
public record Example(String language, String text) {
  private static final Pattern FENCED =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /**
   * The first example behind a text.
   *
   * @param file its path in the project: {@code "io/README.md"}
   * @param text what is before the example, such as its heading; the file holds it once
   */
  public static Example after(String file, String text) throws IOException {
    String content = Files.readString(Path.of("..", file));
    int place = content.indexOf(text);
    if (place < 0 || place != content.lastIndexOf(text)) {
      throw new AssertionError(file + " does not hold '" + text + "' once");
    }
    Matcher fenced = FENCED.matcher(content);
    if (!fenced.find(place)) {
      throw new AssertionError(file + " has no example behind '" + text + "'");
    }
    return new Example(fenced.group(1), fenced.group(2));
  }

  /** Its lines. */
  public List<String> lines() {
    return text.lines().toList();
  }

  /** The code of the line that has a comment which begins with a text. */
  public String codeOf(String comment) {
    return lines().stream()
        .map(line -> line.split(" +# ", 2))
        .filter(parts -> parts.length == 2 && parts[1].startsWith(comment))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no '# " + comment + "' in " + text))[0];
  }

  /** The same with something else in place of a text that it holds. */
  public Example with(String part, Object other) {
    if (!text.contains(part)) {
      throw new AssertionError("There is no '" + part + "' in " + text);
    }
    return new Example(language, text.replace(part, other.toString()));
  }
}
