package org.gqvae.io.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.gqvae.io.failure.UsageException;

/**
 * Which columns of a Parquet file are read.
 *
 * @param projection the columns to read, each once
 * @param text leaf column of the projection that holds the text
 * @param id leaf column that holds the id, or -1: the row number serves
 * @param kept leaf column of each kept column
 */
record ParquetColumns(MessageType projection, int text, int id, List<Integer> kept) {

  /**
   * @throws UsageException when a column is missing or of a type that cannot be read, naming the
   *     file and the columns there are
   */
  static ParquetColumns of(MessageType schema, CorpusSpec spec, String path) {
    List<String> problems = new ArrayList<>();
    Set<List<String>> read = new LinkedHashSet<>();
    for (AskedColumn column : asked(schema, spec)) {
      Optional<List<String>> fields = find(schema, column.name());
      if (fields.isEmpty()) {
        problems.add(column.missing(path, leaves(schema)));
        continue;
      }
      if (isAmbiguous(schema, fields.get())) {
        problems.add(
            "Invalid %s: %s (%s has several columns of that name), expected one. Write the file again with other names"
                .formatted(column.option(), column.spelling(), path));
        continue;
      }
      wrongType(schema, fields.get(), column)
          .ifPresentOrElse(
              expected -> problems.add(wrongType(schema, fields.get(), column, expected, path)),
              () -> read.add(fields.get()));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    MessageType projection = project(schema, read);
    return new ParquetColumns(
        projection,
        leaf(projection, spec.textColumn()),
        spec.idColumn().isEmpty() ? -1 : leaf(projection, spec.idColumn()),
        spec.keptColumns().stream().map(column -> leaf(projection, column)).toList());
  }

  /** All that are required, and ids by default where the file has them. */
  private static List<AskedColumn> asked(MessageType schema, CorpusSpec spec) {
    List<AskedColumn> columns = new ArrayList<>(AskedColumn.required(spec));
    if (spec.idColumn().equals(CorpusSpec.DEFAULT_ID_COLUMN)
        && schema.containsField(spec.idColumn())) {
      columns.add(1, new AskedColumn(AskedColumn.ID, spec.idColumn()));
    }
    return columns;
  }

  /** The fields on the way to a column: its whole name, else one in another. */
  private static Optional<List<String>> find(GroupType schema, ColumnName column) {
    if (schema.containsField(column.plain())) {
      return Optional.of(List.of(column.plain()));
    }
    Type type = schema;
    for (String field : column.fields()) {
      if (type.isPrimitive() || !type.asGroupType().containsField(field)) {
        return Optional.empty();
      }
      type = type.asGroupType().getType(field);
    }
    return Optional.of(column.fields());
  }

  /** Whether one of the fields on the way to a column has a namesake. */
  private static boolean isAmbiguous(GroupType schema, List<String> fields) {
    String name = fields.get(0);
    long namesakes =
        schema.getFields().stream().filter(field -> field.getName().equals(name)).count();
    return namesakes > 1
        || (fields.size() > 1
            && isAmbiguous(schema.getType(name).asGroupType(), fields.subList(1, fields.size())));
  }

  /** What a column should be and is not. */
  private static Optional<String> wrongType(
      MessageType schema, List<String> fields, AskedColumn column) {
    Type type = schema.getType(path(fields));
    if (!type.isPrimitive() || schema.getMaxRepetitionLevel(path(fields)) > 0) {
      return Optional.of("a flat column, or one in groups");
    }
    return column.option().equals(AskedColumn.TEXT) && !ParquetField.isText(type.asPrimitiveType())
        ? Optional.of("a string or binary column")
        : Optional.empty();
  }

  private static String wrongType(
      MessageType schema, List<String> fields, AskedColumn column, String expected, String path) {
    Type outermost = schema.getType(fields.get(0));
    return String.format(
        "Invalid %s: %s (%s has it as %s), expected %s",
        column.option(),
        column.spelling(),
        path,
        outermost.toString().replaceAll("\\s+", " "),
        expected);
  }

  /** The names of the columns that could be read, and of the other outermost ones. */
  private static List<String> leaves(MessageType schema) {
    Set<String> names = new LinkedHashSet<>();
    schema.getColumns().stream()
        .map(column -> Arrays.asList(column.getPath()))
        .map(fields -> isFlat(schema, fields) ? fields : fields.subList(0, 1))
        .forEach(fields -> names.add(ColumnName.spell(fields)));
    return List.copyOf(names);
  }

  private static boolean isFlat(MessageType schema, List<String> fields) {
    return schema.getMaxRepetitionLevel(path(fields)) == 0;
  }

  private static MessageType project(MessageType schema, Set<List<String>> read) {
    MessageType projection = new MessageType(schema.getName());
    for (List<String> fields : read) {
      projection = projection.union(new MessageType(schema.getName(), only(schema, fields)));
    }
    return projection;
  }

  /** The first of {@code fields}, without what they do not lead to. */
  private static Type only(GroupType group, List<String> fields) {
    Type field = group.getType(fields.get(0));
    return fields.size() == 1
        ? field
        : field
            .asGroupType()
            .withNewFields(only(field.asGroupType(), fields.subList(1, fields.size())));
  }

  private static int leaf(MessageType projection, String column) {
    Optional<List<String>> fields = find(projection, ColumnName.of(column));
    return fields.isEmpty()
        ? -1
        : projection.getColumns().indexOf(projection.getColumnDescription(path(fields.get())));
  }

  private static String[] path(List<String> fields) {
    return fields.toArray(String[]::new);
  }
}
