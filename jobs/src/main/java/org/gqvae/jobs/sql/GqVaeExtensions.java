package org.gqvae.jobs.sql;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.types.DataTypes;
import org.gqvae.io.failure.UsageException;
import scala.Tuple3;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Adds functions to Spark SQL, in any language and in streams: {@code --conf
 * spark.sql.extensions=org.gqvae.jobs.sql.GqVaeExtensions}.
 *
 * <pre>
 * gqvae_encode(text, tokenizer)        array&lt;int&gt;  the ids of a string or binary
 * gqvae_decode(ids, tokenizer)         binary      the bytes that an array&lt;int&gt; stands for
 * gqvae_token_count(text, tokenizer)   int         how many ids gqvae_encode returns
 * </pre>
 *
 * <p>{@code SELECT gqvae_encode('Hi', '/models/stories')} is {@code [72,105]} where the tokenizer
 * has learned no token of {@code Hi}. Null gives null. The tokenizer is a constant: a Hadoop path
 * of a tokenizer directory, read when the query is analysed. A query or stream keeps that
 * tokenizer, and fails where an executor finds another one at the path.
 */
public final class GqVaeExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (SqlFunction function : SqlFunction.values()) {
      extensions.injectFunction(
          new Tuple3<>(
              new FunctionIdentifier(function.sqlName()),
              description(function),
              arguments -> call(function, arguments)));
    }
    return BoxedUnit.UNIT;
  }

  private static Expression call(SqlFunction function, Seq<Expression> arguments) {
    if (arguments.size() != 2) {
      throw new UsageException(
          "Invalid call of %s with %d arguments, expected 2, such as %s"
              .formatted(function.sqlName(), arguments.size(), example(function)));
    }
    return new TokenizerExpression(
        function, arguments.apply(0), SqlTokenizer.at(path(function, arguments.apply(1))));
  }

  private static String path(SqlFunction function, Expression argument) {
    Object path =
        argument.foldable() && argument.dataType().equals(DataTypes.StringType)
            ? argument.eval(InternalRow.empty())
            : null;
    if (path == null) {
      throw new UsageException(
          "Invalid tokenizer of %s: %s, expected a constant string, the path of a tokenizer directory, such as %s"
              .formatted(function.sqlName(), argument.sql(), example(function)));
    }
    return path.toString();
  }

  private static String example(SqlFunction function) {
    return function.example().replace("_FUNC_", function.sqlName());
  }

  private static ExpressionInfo description(SqlFunction function) {
    return new ExpressionInfo(
        TokenizerExpression.class.getName(),
        null,
        function.sqlName(),
        function.usage(),
        "",
        "\n    Examples:\n      > SELECT %s;\n  ".formatted(function.example()),
        "",
        "",
        "0.1.0",
        "",
        "");
  }
}
