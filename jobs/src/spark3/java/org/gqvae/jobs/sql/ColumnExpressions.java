package org.gqvae.jobs.sql;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Columns as expressions and back, on Spark 3. */
final class ColumnExpressions {
  private ColumnExpressions() {}

  static Expression expression(Column column) {
    return column.expr();
  }

  static Column column(Expression expression) {
    return new Column(expression);
  }
}
