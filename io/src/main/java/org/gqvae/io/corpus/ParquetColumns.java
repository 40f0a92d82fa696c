package org.gqvae.io.corpus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.gqvae.io.failure.UsageException;

/**
 * Which columns of a Parquet file are read.
 *
 * @param projection the columns to read, each once
 * @param text field of the projection that holds the text
 * @param id field that holds the id, or -1: the row number serves
 * @param kept field of each kept column
 */
record ParquetColumns(MessageType projection, int text, int id, List<Integer> kept) {

  /**
   * @throws UsageException when a column is missing or of a type that cannot be read, naming the
   *     file and the columns there are
   */
  static ParquetColumns of(MessageType schema, CorpusSpec spec, String path) {
    List<String> problems = new ArrayList<>();
    Map<String, Type> read = new LinkedHashMap<>();
    for (Role role : roles(schema, spec)) {
      if (!schema.containsField(role.column())) {
        problems.add(missing(role, schema, path));
        continue;
      }
      Type type = schema.getType(role.column());
      if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
        problems.add(wrongType(role, type, "a flat column", path));
      } else if (role.option().equals("text-column")
          && !ParquetField.isText(type.asPrimitiveType())) {
        problems.add(wrongType(role, type, "a string or binary column", path));
      } else {
        read.put(role.column(), type);
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    MessageType projection = new MessageType(schema.getName(), List.copyOf(read.values()));
    return new ParquetColumns(
        projection,
        projection.getFieldIndex(spec.textColumn()),
        read.containsKey(spec.idColumn()) ? projection.getFieldIndex(spec.idColumn()) : -1,
        spec.keptColumns().stream().map(projection::getFieldIndex).toList());
  }

  /** What a column is asked for: the option that names it. */
  private record Role(String option, String column) {}

  private static List<Role> roles(MessageType schema, CorpusSpec spec) {
    List<Role> roles = new ArrayList<>();
    roles.add(new Role("text-column", spec.textColumn()));
    boolean asked = !spec.idColumn().equals(CorpusSpec.DEFAULT_ID_COLUMN);
    if (!spec.idColumn().isEmpty() && (asked || schema.containsField(spec.idColumn()))) {
      roles.add(new Role("id-column", spec.idColumn()));
    }
    spec.keptColumns().forEach(column -> roles.add(new Role("keep-columns", column)));
    return roles;
  }

  private static String missing(Role role, MessageType schema, String path) {
    String columns =
        schema.getFields().stream().map(Type::getName).collect(Collectors.joining(", "));
    return String.format(
        "Invalid %s: %s (%s has no such column), expected one of: %s",
        role.option(), role.column(), path, columns);
  }

  private static String wrongType(Role role, Type type, String expected, String path) {
    return String.format(
        "Invalid %s: %s (%s has it as %s), expected %s",
        role.option(), role.column(), path, type.toString().replaceAll("\\s+", " "), expected);
  }
}
