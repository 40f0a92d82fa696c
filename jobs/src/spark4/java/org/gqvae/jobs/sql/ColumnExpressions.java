package org.gqvae.jobs.sql;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.classic.ExpressionUtils;

/** Columns as expressions and back, on Spark 4. */
final class ColumnExpressions {
  private ColumnExpressions() {}

  static Expression expression(Column column) {
    return ExpressionUtils.expression(column);
  }

  static Column column(Expression expression) {
    return ExpressionUtils.column(expression);
  }
}
