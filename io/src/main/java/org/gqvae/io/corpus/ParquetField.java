package org.gqvae.io.corpus;

import java.nio.charset.StandardCharsets;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveStringifier;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The value, in the row that was read last, of a column that holds at most one. */
final class ParquetField {
  private final PrimitiveTypeName type;
  private final PrimitiveStringifier stringifier;
  private final boolean isText;
  private final int definedLevel;
  private Object value; // Binary, Integer, Long, Float, Double or Boolean; null where there is none

  ParquetField(ColumnDescriptor column) {
    PrimitiveType primitive = column.getPrimitiveType();
    type = primitive.getPrimitiveTypeName();
    stringifier = primitive.stringifier();
    isText = isText(primitive);
    definedLevel = column.getMaxDefinitionLevel();
  }

  /** Whether a column holds strings or plain bytes. */
  static boolean isText(PrimitiveType column) {
    return column.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && !(column.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation);
  }

  /** Takes the value at the current row of {@code column}. */
  void read(ColumnReader column) {
    value = column.getCurrentDefinitionLevel() < definedLevel ? null : valueOf(column);
    column.consume();
  }

  private Object valueOf(ColumnReader column) {
    return switch (type) {
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> column.getBinary();
      case INT32 -> column.getInteger();
      case INT64 -> column.getLong();
      case FLOAT -> column.getFloat();
      case DOUBLE -> column.getDouble();
      case BOOLEAN -> column.getBoolean();
    };
  }

  /** The string or binary, or null. */
  Binary binary() {
    return (Binary) value;
  }

  /**
   * The value as text, or null: strings and plain binaries as UTF-8, numbers, dates and times as
   * Parquet writes them out, such as {@code 2026-01-31T12:00:00}.
   */
  String string() {
    if (value instanceof Binary binary) {
      return isText
          ? new String(binary.getBytes(), StandardCharsets.UTF_8)
          : stringifier.stringify(binary);
    }
    if (value instanceof Integer number) {
      return stringifier.stringify(number.intValue());
    }
    if (value instanceof Long number) {
      return stringifier.stringify(number.longValue());
    }
    return value == null ? null : value.toString(); // booleans, floats and doubles
  }
}
