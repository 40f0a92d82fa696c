package org.gqvae.io.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gqvae.io.failure.UsageException;

/**
 * Reads settings and collects everything that is wrong with them, so that a user hears of all
 * problems at once.
 *
 * <p>A text's keys are what it says by itself: it can neither include another one nor name
 * variables of the environment, so that a configuration from a stranger reads nothing.
 *
 * <p>{@code reference.conf} beside this class holds each default once; configuration files stand
 * over it, later ones over earlier ones, and single settings over those. A key that {@code
 * reference.conf} lacks is unknown. A reading that fails gives the default, so that reading can go
 * on until {@link #done}:
 *
 * <pre>{@code
 * ConfigReader reader = ConfigReader.load(List.of(Path.of("conf/demo.conf")), settings);
 * int rounds = reader.atLeast("train.rounds", 1);
 * double rate = reader.above("train.learning-rate", 0);
 * reader.done(); // Invalid train.rounds: 0 (conf/demo.conf:14), expected >= 1
 * }</pre>
 */
public final class ConfigReader {
  private static final String REFERENCE = "reference.conf";

  private final ConfigObject reference;
  private final ConfigObject chosen; // what the user wrote, resolved
  private final Config merged;
  private final List<String> problems;

  private ConfigReader(
      ConfigObject reference, ConfigObject chosen, Config merged, List<String> problems) {
    this.reference = reference;
    this.chosen = chosen;
    this.merged = merged;
    this.problems = problems;
  }

  /** The defaults alone. */
  public static ConfigReader defaults() {
    return load(List.of(), List.of());
  }

  /**
   * Reads {@code files} and {@code settings}, the later over the earlier, over the defaults.
   *
   * @throws UsageException when a file is missing or is not HOCON, or a key is no key
   */
  public static ConfigReader load(List<Path> files, List<Setting> settings) {
    return load(ConfigFactory.empty(), files, settings);
  }

  /**
   * Reads {@code files} and {@code settings} over a configuration file's {@code text}, all over the
   * defaults.
   *
   * @param name the text's place in messages
   * @throws UsageException as of {@link #load(List, List)}
   */
  public static ConfigReader loadOver(
      String name, String text, List<Path> files, List<Setting> settings) {
    try {
      Config base =
          ConfigFactory.parseString(text, OwnTextOnly.of(name).setOriginDescription(name));
      return load(base, files, settings);
    } catch (ConfigException e) {
      throw new UsageException("Cannot read the configuration " + firstLine(e));
    }
  }

  private static ConfigReader load(Config base, List<Path> files, List<Setting> settings) {
    List<String> problems = new ArrayList<>();
    Config reference = reference();
    Config chosen = base;
    for (Path file : files) {
      chosen = read(file, problems).withFallback(chosen);
    }
    for (Setting setting : settings) {
      chosen = read(setting, problems).withFallback(chosen);
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    try {
      ConfigResolveOptions keysAlone = ConfigResolveOptions.noSystem();
      Config merged = chosen.withFallback(reference).resolve(keysAlone);
      Config own = chosen.resolveWith(merged, keysAlone.setAllowUnresolved(true));
      return new ConfigReader(reference.root(), own.root(), merged, problems);
    } catch (ConfigException e) {
      throw new UsageException("Cannot resolve the configuration: " + firstLine(e));
    }
  }

  /**
   * A reader of the same settings with others over them, such as follow from them. What is wrong
   * with either is told by {@link #done} of this one.
   *
   * @param settings of known keys; their place says what they follow from
   */
  public ConfigReader with(List<Setting> settings) {
    Config over = chosen.toConfig();
    for (Setting setting : settings) {
      over = read(setting, problems).withFallback(over);
    }
    return new ConfigReader(reference, over.root(), over.withFallback(merged), problems);
  }

  /** A whole number. */
  public long wholeNumber(String key) {
    return read(key, "a whole number", value -> exactLong(value));
  }

  /** A whole number from {@code minimum} up to the largest int. */
  public int atLeast(String key, int minimum) {
    return between(key, minimum, Integer.MAX_VALUE);
  }

  /** A whole number from {@code minimum} up. */
  public long longAtLeast(String key, long minimum) {
    return read(
        key, ">= " + minimum, value -> exactLong(value).filter(number -> number >= minimum));
  }

  /** A whole number from {@code minimum} to {@code maximum}, both included. */
  public int between(String key, int minimum, int maximum) {
    String expected =
        maximum == Integer.MAX_VALUE
            ? ">= " + minimum
            : "a whole number from " + minimum + " to " + maximum;
    return read(
        key,
        expected,
        value ->
            exactLong(value)
                .filter(number -> number >= minimum && number <= maximum)
                .map(Math::toIntExact));
  }

  /** A number from {@code minimum} to {@code maximum}, both included. */
  public double inRange(String key, double minimum, double maximum) {
    return read(
        key,
        "a number from " + plain(minimum) + " to " + plain(maximum),
        value ->
            decimal(value)
                .map(BigDecimal::doubleValue)
                .filter(number -> number >= minimum && number <= maximum));
  }

  /** A finite number over {@code limit}. */
  public double above(String key, double limit) {
    return read(
        key,
        "a number over " + plain(limit),
        value ->
            decimal(value)
                .map(BigDecimal::doubleValue)
                .filter(number -> number > limit && !number.isInfinite()));
  }

  /** Text, perhaps empty. */
  public String text(String key) {
    return read(key, "text", ConfigReader::scalar);
  }

  /** A list of texts, perhaps empty; one text alone is the list of its parts between commas. */
  public List<String> texts(String key) {
    return read(key, "a list of texts", ConfigReader::listOfTexts);
  }

  /** A list of numbers from {@code minimum} to {@code maximum}, perhaps empty. */
  public List<Double> numbersInRange(String key, double minimum, double maximum) {
    return read(
        key,
        "a list of numbers from " + plain(minimum) + " to " + plain(maximum),
        value -> listOfTexts(value).flatMap(texts -> numbers(texts, minimum, maximum)));
  }

  private static Optional<List<Double>> numbers(
      List<String> texts, double minimum, double maximum) {
    try {
      List<Double> numbers = texts.stream().map(text -> Double.valueOf(text.strip())).toList();
      return Optional.of(numbers)
          .filter(all -> all.stream().allMatch(number -> number >= minimum && number <= maximum));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A size of at least {@code minimumBytes}, such as {@code 64MiB}, in bytes. */
  public long byteSize(String key, long minimumBytes) {
    return read(
        key,
        ByteSize.EXPECTED + " of at least " + minimumBytes + " bytes",
        value -> scalar(value).flatMap(ConfigReader::bytes).filter(size -> size >= minimumBytes));
  }

  /**
   * One of an enum's constants, written in lower case with hyphens: {@code STRAIGHT_THROUGH} is
   * {@code straight-through}.
   */
  public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    return read(
        key, "one of " + names(type), value -> scalar(value).flatMap(text -> constant(type, text)));
  }

  /** As {@link #oneOf}, or nothing where the value is the empty text. */
  public <E extends Enum<E>> Optional<E> oneOfOrNone(String key, Class<E> type) {
    return read(
        key,
        "one of " + names(type) + ", or nothing",
        value ->
            scalar(value)
                .flatMap(
                    text ->
                        text.isEmpty()
                            ? Optional.of(Optional.<E>empty())
                            : constant(type, text).map(Optional::of)));
  }

  /**
   * Adds a problem with a key's value that other settings make wrong: {@code refuse("train.shards",
   * "expected a multiple of train.workers (4)")}.
   */
  public void refuse(String key, String remedy) {
    problems.add("Invalid " + describe(key) + ", " + remedy);
  }

  /**
   * Ends the reading.
   *
   * @throws UsageException naming every key that is unknown or has a wrong value
   */
  public void done() {
    List<String> all = new ArrayList<>(problems);
    TreeMap<String, ConfigValue> known = leaves(reference);
    leaves(chosen)
        .forEach(
            (key, value) -> {
              if (!known.containsKey(key)) {
                all.add(unknown(key, value, known));
              }
            });
    if (!all.isEmpty()) {
      throw new UsageException(all);
    }
  }

  /** Every key with its value, as a configuration file that gives the same settings again. */
  public String render() {
    return merged
        .root()
        .render(
            ConfigRenderOptions.defaults()
                .setOriginComments(false)
                .setComments(false)
                .setJson(false));
  }

  /** The value of every key, as it stands in messages. */
  public SortedMap<String, String> values() {
    SortedMap<String, String> values = new TreeMap<>();
    leaves(merged.root()).forEach((key, value) -> values.put(key, shown(value)));
    return values;
  }

  // Reading ----------------------------------------------------------------------------------

  private <T> T read(String key, String expected, Function<ConfigValue, Optional<T>> convert) {
    ConfigValue fallback = find(reference, key);
    if (fallback == null) {
      throw new IllegalStateException(REFERENCE + " has no default for " + key);
    }
    ConfigValue value = find(merged.root(), key);
    Optional<T> converted = value == null ? Optional.empty() : convert.apply(value);
    if (converted.isEmpty()) {
      refuse(key, "expected " + expected);
      converted = convert.apply(fallback);
    }
    return converted.orElseThrow(
        () -> new IllegalStateException("The default of " + key + " is not " + expected));
  }

  private static Optional<String> scalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(String.valueOf(value.unwrapped()));
      case LIST, OBJECT, NULL -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> decimal(ConfigValue value) {
    if (value.valueType() == ConfigValueType.BOOLEAN) {
      return Optional.empty();
    }
    try {
      return scalar(value).map(text -> new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> exactLong(ConfigValue value) {
    try {
      return decimal(value).map(BigDecimal::longValueExact);
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> bytes(String text) {
    try {
      return Optional.of(ByteSize.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> listOfTexts(ConfigValue value) {
    if (value.valueType() == ConfigValueType.LIST) {
      List<?> items = (List<?>) value.unwrapped();
      return items.stream().allMatch(item -> item instanceof String || item instanceof Number)
          ? Optional.of(items.stream().map(String::valueOf).toList())
          : Optional.empty();
    }
    return scalar(value)
        .map(
            text ->
                Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList());
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> spell(constant).equals(text))
        .findFirst();
  }

  private static String names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(ConfigReader::spell)
        .collect(Collectors.joining(", "));
  }

  private static String spell(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  // Places -----------------------------------------------------------------------------------

  private String describe(String key) {
    ConfigValue value = find(merged.root(), key);
    return value == null ? key : key + ": " + shown(value) + " (" + place(value.origin()) + ")";
  }

  private static String shown(ConfigValue value) {
    return scalar(value).orElseGet(() -> value.render(ConfigRenderOptions.concise()));
  }

  private static String place(ConfigOrigin origin) {
    String source = origin.filename() == null ? origin.description() : origin.filename();
    return origin.filename() == null || origin.lineNumber() < 1
        ? source
        : source + ":" + origin.lineNumber();
  }

  private static String unknown(String key, ConfigValue value, Map<String, ConfigValue> known) {
    String head = " key " + key + " (" + place(value.origin()) + ")";
    if (known.keySet().stream().anyMatch(other -> other.startsWith(key + "."))) {
      return "Invalid" + head + ", it is a section and takes no value of its own";
    }
    return "Unknown"
        + head
        + ". "
        + Spelling.nearest(key, known.keySet())
            .map(nearest -> "Did you mean " + nearest + "?")
            .orElse("Known are the keys in " + REFERENCE + "; see README.md, Configuration.");
  }

  private static ConfigValue find(ConfigObject root, String key) {
    ConfigValue value = root;
    for (String name : ConfigUtil.splitPath(key)) {
      value = value instanceof ConfigObject object ? object.get(name) : null;
    }
    return value;
  }

  private static TreeMap<String, ConfigValue> leaves(ConfigObject root) {
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

  // Sources ----------------------------------------------------------------------------------

  private static Config reference() {
    try (Reader text =
        new InputStreamReader(
            Objects.requireNonNull(ConfigReader.class.getResourceAsStream(REFERENCE), REFERENCE),
            StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(
          text, ConfigParseOptions.defaults().setOriginDescription(REFERENCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Config read(Path file, List<String> problems) {
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

  private static Config read(Setting setting, List<String> problems) {
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

  private static ConfigObject parse(String place, String text) {
    return ConfigFactory.parseString(text, OwnTextOnly.of(place)).root();
  }

  private static String firstLine(ConfigException e) {
    return e.getMessage().lines().findFirst().orElse("");
  }
}
