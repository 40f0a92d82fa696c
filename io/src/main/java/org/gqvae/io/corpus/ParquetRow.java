package org.gqvae.io.corpus;

import java.nio.charset.StandardCharsets;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveStringifier;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The fields of the row that was read last; one object serves all rows of a file. */
final class ParquetRow extends RecordMaterializer<ParquetRow> {
  private final Field[] fields;
  private final GroupConverter root =
      new GroupConverter() {
        @Override
        public Converter getConverter(int field) {
          return fields[field];
        }

        @Override
        public void start() {
          for (Field field : fields) {
            field.value = null;
          }
        }

        @Override
        public void end() {}
      };

  /**
   * @param schema of flat, unrepeated columns
   */
  ParquetRow(MessageType schema) {
    fields =
        schema.getFields().stream()
            .map(type -> new Field(type.asPrimitiveType()))
            .toArray(Field[]::new);
  }

  /** The bytes of a string or binary field, or null. */
  byte[] bytes(int field) {
    Object value = fields[field].value;
    return value == null ? null : ((Binary) value).getBytes();
  }

  /**
   * A field as text, or null: strings and plain binaries as UTF-8, numbers, dates and times as
   * Parquet writes them out, such as {@code 2026-01-31T12:00:00}.
   */
  String string(int field) {
    return fields[field].asString();
  }

  @Override
  public ParquetRow getCurrentRecord() {
    return this;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private static final class Field extends PrimitiveConverter {
    private final PrimitiveStringifier stringifier;
    private final boolean isText;
    private Object value;

    Field(PrimitiveType type) {
      stringifier = type.stringifier();
      isText =
          type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
              && !(type.getLogicalTypeAnnotation()
                  instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation);
    }

    String asString() {
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

    @Override
    public void addBinary(Binary binary) {
      value = binary;
    }

    @Override
    public void addInt(int number) {
      value = number;
    }

    @Override
    public void addLong(long number) {
      value = number;
    }

    @Override
    public void addFloat(float number) {
      value = number;
    }

    @Override
    public void addDouble(double number) {
      value = number;
    }

    @Override
    public void addBoolean(boolean truth) {
      value = truth;
    }
  }
}
