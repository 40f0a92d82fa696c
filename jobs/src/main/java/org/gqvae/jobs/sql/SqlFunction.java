package org.gqvae.jobs.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.TypeCollection;
import org.apache.spark.unsafe.types.UTF8String;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.spark.ScalaLists;

/** The functions of SQL, each of a value and of a tokenizer's path. */
enum SqlFunction {
  ENCODE(
      "gqvae_encode",
      Types.TEXT,
      Types.IDS,
      "_FUNC_(text, tokenizer) - Returns the token ids of a string or binary by the tokenizer in a directory.",
      "_FUNC_('Once upon a time', 'runs/demo/run/tokenizer')") {
    @Override
    Object apply(SqlTokenizer tokenizer, Object text) {
      return UnsafeArrayData.fromPrimitiveArray(tokenizer.encode(bytes(text)));
    }
  },
  DECODE(
      "gqvae_decode",
      Types.IDS,
      DataTypes.BinaryType,
      "_FUNC_(ids, tokenizer) - Returns the bytes that an array of token ids stands for, by the tokenizer in a directory.",
      "CAST(_FUNC_(array(72, 105), 'runs/demo/run/tokenizer') AS STRING)") {
    @Override
    Object apply(SqlTokenizer tokenizer, Object ids) {
      return tokenizer.decode(ids((ArrayData) ids));
    }
  },
  TOKEN_COUNT(
      "gqvae_token_count",
      Types.TEXT,
      DataTypes.IntegerType,
      "_FUNC_(text, tokenizer) - Returns the number of tokens of a string or binary by the tokenizer in a directory.",
      "_FUNC_('Once upon a time', 'runs/demo/run/tokenizer')") {
    @Override
    Object apply(SqlTokenizer tokenizer, Object text) {
      return tokenizer.countTokens(bytes(text));
    }
  };

  private final String sqlName;
  private final AbstractDataType input;
  private final DataType output;
  private final String usage;
  private final String example;

  SqlFunction(
      String sqlName, AbstractDataType input, DataType output, String usage, String example) {
    this.sqlName = sqlName;
    this.input = input;
    this.output = output;
    this.usage = usage;
    this.example = example;
  }

  /** What the function is called in SQL. */
  String sqlName() {
    return sqlName;
  }

  /** What the value must be, or what it is cast to. */
  AbstractDataType input() {
    return input;
  }

  DataType output() {
    return output;
  }

  /** What {@code DESCRIBE FUNCTION} prints. */
  String usage() {
    return usage;
  }

  /** A call of it. */
  String example() {
    return example;
  }

  /** The result for a value that is not null, both as Spark has them inside. */
  abstract Object apply(SqlTokenizer tokenizer, Object value);

  private static byte[] bytes(Object text) {
    return text instanceof UTF8String string ? string.getBytes() : (byte[]) text;
  }

  private static int[] ids(ArrayData array) {
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        throw new UsageException(
            "Invalid id: null (element %d of an array to decode), expected a token id. Filter out nulls before decoding"
                .formatted(i));
      }
    }
    return array.toIntArray();
  }

  private static final class Types {
    static final AbstractDataType TEXT =
        new TypeCollection(ScalaLists.of(List.of(DataTypes.StringType, DataTypes.BinaryType)));
    static final ArrayType IDS = DataTypes.createArrayType(DataTypes.IntegerType, false);
  }
}
