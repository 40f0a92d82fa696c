package org.gqvae.io.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Where settings come from: the defaults, configuration files, single settings. All are HOCON. */
final class ConfigSources {
  /** The file beside this class that holds each default once. */
  static final String REFERENCE = "reference.conf";

  private ConfigSources() {}

  /** The defaults. */
  static Config reference() {
    try (Reader text =
        new InputStreamReader(
            Objects.requireNonNull(ConfigSources.class.getResourceAsStream(REFERENCE), REFERENCE),
            StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(
          text, ConfigParseOptions.defaults().setOriginDescription(REFERENCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A configuration file's keys; where it cannot be read, a problem more and no key. */
  static Config read(Path file, List<String> problems) {
    if (!Files.isRegularFile(file)) {
      problems.add("No configuration file " + file + ", given by --config");
      return ConfigFactory.empty();
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(), OwnTextOnly.of(file.toString()).setAllowMissing(false));
    } catch (ConfigException e) {
      problems.add("Cannot read the configuration file " + firstLine(e));
      return ConfigFactory.empty();
    }
  }

  /** The one key of a setting; where it is no key, a problem more and no key. */
  static Config read(Setting setting, List<String> problems) {
    ConfigOrigin origin = ConfigOriginFactory.newSimple(setting.place());
    try {
      return value(setting).withOrigin(origin).atPath(setting.key());
    } catch (ConfigException.BadPath e) {
      problems.add("Invalid key " + setting.key() + " (" + setting.place() + ")");
      return ConfigFactory.empty();
    }
  }

  /** The value as HOCON where it is that, else as the text it is: {@code --set a.b=x:y}. */
  private static ConfigValue value(Setting setting) {
    try {
      ConfigObject parsed = parse(setting.place(), "value = " + setting.value());
      if (parsed.size() == 1 && parsed.containsKey("value")) {
        return parsed.get("value");
      }
    } catch (ConfigException e) {
      // Text with a meaning of its own in HOCON, taken literally below.
    }
    return ConfigValueFactory.fromAnyRef(setting.value());
  }

  /** The keys of a configuration's text, which stands at a place. */
  static ConfigObject parse(String place, String text) {
    return ConfigFactory.parseString(text, OwnTextOnly.of(place)).root();
  }

  /** What is wrong and where, without Typesafe Config's advice. */
  static String firstLine(ConfigException e) {
    return e.getMessage().lines().findFirst().orElse("");
  }
}
