package org.gqvae.io.config;

import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.stream.Collectors;
import org.gqvae.io.failure.UsageException;

/**
 * One key set outside a configuration file, by the command line.
 *
 * @param key the dotted key, such as {@code train.rounds}
 * @param value its value, in HOCON or as bare text
 * @param place what the user typed, for messages: {@code --set train.rounds=3}
 */
public record Setting(String key, String value, String place) {

  /** The setting of {@code key} to exactly this text, whatever it would mean in HOCON. */
  public static Setting ofText(String key, String text, String place) {
    return new Setting(key, ConfigUtil.quoteString(text), place);
  }

  /** The setting of {@code key} to a list of exactly these texts. */
  public static Setting ofTexts(String key, List<String> texts, String place) {
    String list = texts.stream().map(ConfigUtil::quoteString).collect(Collectors.joining(", "));
    return new Setting(key, "[" + list + "]", place);
  }

  /**
   * The setting that {@code --set key=value} asks for.
   *
   * @throws UsageException when there is no key or no {@code =}
   */
  public static Setting parse(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0 || assignment.substring(0, equals).isBlank()) {
      throw new UsageException(
          "Invalid --set " + assignment + ", expected KEY=VALUE such as --set train.rounds=12");
    }
    String key = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    return new Setting(key, value, "--set " + key + "=" + Secrets.redacted(key, value));
  }
}
