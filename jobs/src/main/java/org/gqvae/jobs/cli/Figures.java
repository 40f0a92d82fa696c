package org.gqvae.jobs.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gqvae.io.config.Secrets;

/**
 * Headline figures by their names, in snake_case, in the order in which they were added: {@code
 * Figures.NONE.with("documents", 12).with("tokens", 3400)} is in JSON {@code
 * {"documents":12,"tokens":3400}}.
 *
 * @param values what JSON has, lists, and figures again
 */
public record Figures(@JsonValue Map<String, Object> values) {
  public static final Figures NONE = new Figures(Map.of());

  public Figures {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** These and one more; text is told without passwords, what is no finite number as null. */
  public Figures with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, told(value));
    return new Figures(more);
  }

  /** These, and others behind them. */
  public Figures with(Figures others) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.putAll(others.values);
    return new Figures(more);
  }

  private static Object told(Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      return null;
    }
    return value instanceof String text ? Secrets.withoutUserInfo(text) : value;
  }
}
