package org.gqvae.io.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.TreeMap;

/** The keys of a configuration, such as {@code train.rounds}, and the places that they have. */
final class ConfigKeys {
  private ConfigKeys() {}

  /** Where a value stands: {@code conf/demo.conf:14}, {@code --set train.rounds=3}. */
  static String place(ConfigOrigin origin) {
    String source = origin.filename() == null ? origin.description() : origin.filename();
    return origin.filename() == null || origin.lineNumber() < 1
        ? source
        : source + ":" + origin.lineNumber();
  }

  /** What is wrong with a key that is not among the known ones. */
  static String unknown(String key, ConfigValue value, Map<String, ConfigValue> known) {
    String head = " key " + key + " (" + place(value.origin()) + ")";
    if (known.keySet().stream().anyMatch(other -> other.startsWith(key + "."))) {
      return "Invalid" + head + ", it is a section and takes no value of its own";
    }
    return "Unknown"
        + head
        + ". "
        + Spelling.nearest(key, known.keySet())
            .map(nearest -> "Did you mean " + nearest + "?")
            .orElse(
                "Known are the keys in "
                    + ConfigSources.REFERENCE
                    + "; see README.md, Configuration.");
  }

  /** A key's value, or null where it has none. */
  static ConfigValue find(ConfigObject root, String key) {
    ConfigValue value = root;
    for (String name : ConfigUtil.splitPath(key)) {
      value = value instanceof ConfigObject object ? object.get(name) : null;
    }
    return value;
  }

  /** All keys that are no sections, with their values. */
  static TreeMap<String, ConfigValue> leaves(ConfigObject root) {
    TreeMap<String, ConfigValue> leaves = new TreeMap<>();
    collectLeaves(root, "", leaves);
    return leaves;
  }

  private static void collectLeaves(
      ConfigObject object, String prefix, Map<String, ConfigValue> leaves) {
    object.forEach(
        (name, value) -> {
          if (value instanceof ConfigObject section) {
            collectLeaves(section, prefix + name + ".", leaves);
          } else {
            leaves.put(prefix + name, value);
          }
        });
  }
}
