package org.gqvae.io.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
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
      throw new UsageException("Cannot read the configuration " + ConfigSources.firstLine(e));
    }
  }

  private static ConfigReader load(Config base, List<Path> files, List<Setting> settings) {
    List<String> problems = new ArrayList<>();
    Config reference = ConfigSources.reference();
    Config chosen = base;
    for (Path file : files) {
      chosen = ConfigSources.read(file, problems).withFallback(chosen);
    }
    for (Setting setting : settings) {
      chosen = ConfigSources.read(setting, problems).withFallback(chosen);
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
      throw new UsageException("Cannot resolve the configuration: " + ConfigSources.firstLine(e));
    }
  }

  /** Whether the key has a value beside its default, which may be the same. */
  public boolean isChosen(String key) {
    return chosen.toConfig().hasPath(key);
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
      over = ConfigSources.read(setting, problems).withFallback(over);
    }
    return new ConfigReader(reference, over.root(), over.withFallback(merged), problems);
  }

  /** A whole number. */
  public long wholeNumber(String key) {
    return read(key, "a whole number", ConfigValues::exactLong);
  }

  /** A whole number from {@code minimum} up to the largest int. */
  public int atLeast(String key, int minimum) {
    return between(key, minimum, Integer.MAX_VALUE);
  }

  /** A whole number from {@code minimum} up. */
  public long longAtLeast(String key, long minimum) {
    return read(
        key,
        ">= " + minimum,
        value -> ConfigValues.exactLong(value).filter(number -> number >= minimum));
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
            ConfigValues.exactLong(value)
                .filter(number -> number >= minimum && number <= maximum)
                .map(Math::toIntExact));
  }

  /** A number from {@code minimum} to {@code maximum}, both included. */
  public double inRange(String key, double minimum, double maximum) {
    return read(
        key,
        "a number from " + plain(minimum) + " to " + plain(maximum),
        value ->
            ConfigValues.decimal(value)
                .map(BigDecimal::doubleValue)
                .filter(number -> number >= minimum && number <= maximum));
  }

  /** A finite number over {@code limit}. */
  public double above(String key, double limit) {
    return read(
        key,
        "a number over " + plain(limit),
        value ->
            ConfigValues.decimal(value)
                .map(BigDecimal::doubleValue)
                .filter(number -> number > limit && !number.isInfinite()));
  }

  /** Text, perhaps empty. */
  public String text(String key) {
    return read(key, "text", ConfigValues::scalar);
  }

  /** A list of texts, perhaps empty; one text alone is the list of its parts between commas. */
  public List<String> texts(String key) {
    return read(key, "a list of texts", ConfigValues::texts);
  }

  /**
   * A list of numbers from {@code minimum} to {@code maximum}, perhaps empty; or nothing where the
   * value is the empty text.
   */
  public Optional<List<Double>> numbersInRangeOrNone(String key, double minimum, double maximum) {
    return read(
        key,
        "a list of numbers from " + plain(minimum) + " to " + plain(maximum),
        value ->
            isEmptyText(value)
                ? Optional.of(Optional.<List<Double>>empty())
                : ConfigValues.numbers(value)
                    .filter(
                        all ->
                            all.stream().allMatch(number -> number >= minimum && number <= maximum))
                    .map(Optional::of));
  }

  private static boolean isEmptyText(ConfigValue value) {
    return ConfigValues.scalar(value).filter(String::isEmpty).isPresent();
  }

  /** A size of at least {@code minimumBytes}, such as {@code 64MiB}, in bytes. */
  public long byteSize(String key, long minimumBytes) {
    return read(
        key,
        ByteSize.EXPECTED + " of at least " + minimumBytes + " bytes",
        value -> ConfigValues.bytes(value).filter(size -> size >= minimumBytes));
  }

  /** One of an enum's constants, as {@link Spelling#of} spells them. */
  public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    return read(
        key,
        "one of " + Spelling.all(type),
        value -> ConfigValues.scalar(value).flatMap(text -> Spelling.find(type, text)));
  }

  /** As {@link #oneOf}, or nothing where the value is the empty text. */
  public <E extends Enum<E>> Optional<E> oneOfOrNone(String key, Class<E> type) {
    return read(
        key,
        "one of " + Spelling.all(type),
        value ->
            ConfigValues.scalar(value)
                .flatMap(
                    text ->
                        text.isEmpty()
                            ? Optional.of(Optional.<E>empty())
                            : Spelling.find(type, text).map(Optional::of)));
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
    TreeMap<String, ConfigValue> known = ConfigKeys.leaves(reference);
    ConfigKeys.leaves(chosen)
        .forEach(
            (key, value) -> {
              if (!known.containsKey(key)) {
                all.add(ConfigKeys.unknown(key, value, known));
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
    ConfigKeys.leaves(merged.root())
        .forEach((key, value) -> values.put(key, ConfigValues.shown(value)));
    return values;
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private <T> T read(String key, String expected, Function<ConfigValue, Optional<T>> convert) {
    ConfigValue fallback = ConfigKeys.find(reference, key);
    if (fallback == null) {
      throw new IllegalStateException(ConfigSources.REFERENCE + " has no default for " + key);
    }
    ConfigValue value = ConfigKeys.find(merged.root(), key);
    Optional<T> converted = value == null ? Optional.empty() : convert.apply(value);
    if (converted.isEmpty()) {
      refuse(key, "expected " + expected);
      converted = convert.apply(fallback);
    }
    return converted.orElseThrow(
        () -> new IllegalStateException("The default of " + key + " is not " + expected));
  }

  private String describe(String key) {
    ConfigValue value = ConfigKeys.find(merged.root(), key);
    return value == null
        ? key
        : key + ": " + ConfigValues.shown(value) + " (" + ConfigKeys.place(value.origin()) + ")";
  }
}
