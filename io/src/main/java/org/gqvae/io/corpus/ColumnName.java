package org.gqvae.io.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How options name a column or key: {@code meta.text} is the field {@code text} in the object or
 * group {@code meta}. A column whose own name is {@code meta.text} goes first where there is one;
 * {@code meta\.text} is that column alone. A backslash before anything but a dot or a backslash is
 * itself.
 *
 * @param plain the name without its escapes
 * @param fields the names of the fields, each in the one before
 */
record ColumnName(String plain, List<String> fields) {
  private static final Pattern STEP = Pattern.compile("\\\\([.\\\\])|(\\.)|(.)", Pattern.DOTALL);

  ColumnName {
    fields = List.copyOf(fields);
  }

  /** The column that an option's value names. */
  static ColumnName of(String option) {
    List<String> fields = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    StringBuilder field = new StringBuilder();
    for (Matcher step = STEP.matcher(option); step.find(); ) {
      if (step.group(2) != null) {
        plain.append('.');
        fields.add(field.toString());
        field.setLength(0);
      } else {
        String letter = step.group(1) != null ? step.group(1) : step.group(3);
        plain.append(letter);
        field.append(letter);
      }
    }
    fields.add(field.toString());
    return new ColumnName(plain.toString(), fields);
  }

  /** How an option names the field at {@code fields}. */
  static String spell(List<String> fields) {
    return String.join(
        ".",
        fields.stream().map(field -> field.replace("\\", "\\\\").replace(".", "\\.")).toList());
  }

  /** Whether it may be a field in another. */
  boolean isNested() {
    return fields.size() > 1;
  }
}
