package org.gqvae.io.tokens;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.ParquetSettings.IdEncoding;

/**
 * The columns of token rows: eight fixed ones, all required, then the kept ones, which are nullable
 * strings.
 *
 * <pre>
 * id string, chunk_index int32, input_ids list&lt;int32&gt;, token_count int32, word_count int32,
 * char_count int64, byte_count int64, status string (ok, empty), kept columns ...
 * </pre>
 *
 * @param keptColumns their names, in their order
 */
public record TokenSchema(List<String> keptColumns) implements Serializable {
  /** The fixed columns, each at the index of its leaf in the Parquet schema. */
  public enum Column {
    ID("id", Types.required(BINARY).as(stringType()).named("id")),
    CHUNK_INDEX("chunk_index", Types.required(INT32).named("chunk_index")),
    INPUT_IDS("input_ids", Types.requiredList().requiredElement(INT32).named("input_ids")),
    TOKEN_COUNT("token_count", Types.required(INT32).named("token_count")),
    WORD_COUNT("word_count", Types.required(INT32).named("word_count")),
    CHAR_COUNT("char_count", Types.required(INT64).named("char_count")),
    BYTE_COUNT("byte_count", Types.required(INT64).named("byte_count")),
    STATUS("status", Types.required(BINARY).as(stringType()).named("status"));

    private final String columnName;
    private final Type type;

    Column(String columnName, Type type) {
      this.columnName = columnName;
      this.type = type;
    }

    /** As the file spells it: {@code chunk_index}. */
    public String columnName() {
      return columnName;
    }
  }

  private static final long serialVersionUID = 1L;

  /**
   * @throws UsageException when a name is empty, stands twice, or is that of a fixed column
   */
  public TokenSchema {
    keptColumns = List.copyOf(keptColumns);
    List<String> problems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : keptColumns) {
      if (name.isEmpty()) {
        problems.add("Invalid kept column: a name is empty, expected names of input columns");
      } else if (isFixed(name)) {
        problems.add(
            "Invalid kept column "
                + name
                + ": token columns have a column of that name, rename it in the input or leave it out");
      } else if (!seen.add(name)) {
        problems.add("Invalid kept column " + name + ": it is named twice, name it once");
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  /** The Parquet schema; lists have the standard three levels. */
  public MessageType message() {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (Column column : Column.values()) {
      message.addField(column.type);
    }
    for (String name : keptColumns) {
      message.addField(keptType(name));
    }
    return message.named("tokens");
  }

  /** The dotted paths of the leaf columns whose distinct values are written once. */
  Set<String> dictionaryColumns(IdEncoding ids) {
    Set<String> columns = new LinkedHashSet<>();
    if (ids == IdEncoding.DICTIONARY) {
      columns.add(Column.INPUT_IDS.columnName + ".list.element");
    }
    columns.add(Column.CHUNK_INDEX.columnName);
    columns.add(Column.STATUS.columnName);
    columns.addAll(keptColumns);
    return columns;
  }

  /**
   * The schema of a file, or what keeps the file from being token columns.
   *
   * @throws IllegalArgumentException whose message says what is wrong, without the file's name
   */
  static TokenSchema of(MessageType message) {
    for (Column column : Column.values()) {
      if (!message.containsField(column.columnName)) {
        throw new IllegalArgumentException("column " + column.columnName + " is missing");
      }
      Type found = message.getType(column.columnName);
      if (!found.equals(column.type)) {
        throw new IllegalArgumentException(
            "column "
                + column.columnName
                + " is `"
                + line(found)
                + "`, expected `"
                + line(column.type)
                + "`");
      }
    }
    List<String> kept = new ArrayList<>();
    for (Type field : message.getFields()) {
      if (!isFixed(field.getName())) {
        if (!field.equals(keptType(field.getName()))) {
          throw new IllegalArgumentException(
              "kept column "
                  + field.getName()
                  + " is `"
                  + line(field)
                  + "`, expected `"
                  + line(keptType(field.getName()))
                  + "`");
        }
        kept.add(field.getName());
      }
    }
    return new TokenSchema(kept);
  }

  private static Type keptType(String name) {
    return Types.optional(BINARY).as(stringType()).named(name);
  }

  private static boolean isFixed(String name) {
    for (Column column : Column.values()) {
      if (column.columnName.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static String line(Type type) {
    return type.toString().replaceAll("\\s+", " ");
  }
}
