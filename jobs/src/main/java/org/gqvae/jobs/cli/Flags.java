package org.gqvae.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import org.gqvae.io.config.Setting;
import org.gqvae.io.config.Spelling;

/** Collects the settings that options of the command line stand for; options not given are none. */
public final class Flags {
  private final List<Setting> settings = new ArrayList<>();

  /** Adds {@code option}'s value, or nothing where it is null. */
  public Flags add(String key, String option, Object value) {
    if (value != null) {
      String text = value instanceof Enum<?> constant ? Spelling.of(constant) : value.toString();
      settings.add(Setting.ofText(key, text, option + " " + text));
    }
    return this;
  }

  public Flags addAll(List<Setting> others) {
    settings.addAll(others);
    return this;
  }

  public List<Setting> settings() {
    return List.copyOf(settings);
  }
}
