package org.gqvae.io.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a value of HOCON stands for, or nothing where it is of another kind. */
final class ConfigValues {
  private ConfigValues() {}

  /** Text as it is, numbers and booleans as text. */
  static Optional<String> scalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(String.valueOf(value.unwrapped()));
      case LIST, OBJECT, NULL -> Optional.empty();
    };
  }

  /** A number of any size, not rounded. */
  static Optional<BigDecimal> decimal(ConfigValue value) {
    if (value.valueType() == ConfigValueType.BOOLEAN) {
      return Optional.empty();
    }
    try {
      return scalar(value).map(text -> new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A whole number. */
  static Optional<Long> exactLong(ConfigValue value) {
    try {
      return decimal(value).map(BigDecimal::longValueExact);
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** A {@link ByteSize}. */
  static Optional<Long> bytes(ConfigValue value) {
    try {
      return scalar(value).map(ByteSize::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A list of texts and numbers, or the parts of one text between commas. */
  static Optional<List<String>> texts(ConfigValue value) {
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

  /** A list as of {@link #texts}, all of whose texts are numbers. */
  static Optional<List<Double>> numbers(ConfigValue value) {
    try {
      return texts(value)
          .map(texts -> texts.stream().map(text -> Double.valueOf(text.strip())).toList());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The value as a user would write it. */
  static String shown(ConfigValue value) {
    return scalar(value).orElseGet(() -> value.render(ConfigRenderOptions.concise()));
  }
}
