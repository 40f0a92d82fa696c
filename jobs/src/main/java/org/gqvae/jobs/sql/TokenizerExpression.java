package org.gqvae.jobs.sql;

import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;
import org.gqvae.jobs.spark.ScalaLists;

/**
 * A call of a function with its tokenizer, as Spark plans it. Null for null. Spark generates code
 * that calls it, so that it does not leave a stage of generated code.
 */
final class TokenizerExpression extends Expression implements ImplicitCastInputTypes, Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression child;
  private final Call call;

  /** What generated code refers to. */
  private record Call(SqlFunction function, SqlTokenizer tokenizer)
      implements UnaryOperator<Object>, Serializable {
    @Override
    public Object apply(Object value) {
      return function.apply(tokenizer, value);
    }
  }

  /**
   * @param child the value that the function takes
   */
  TokenizerExpression(SqlFunction function, Expression child, SqlTokenizer tokenizer) {
    this(child, new Call(function, tokenizer));
  }

  private TokenizerExpression(Expression child, Call call) {
    this.child = child;
    this.call = call;
  }

  @Override
  public scala.collection.immutable.List<Expression> children() {
    return ScalaLists.of(List.of(child));
  }

  /** The one that Spark calls where it is for Scala 2.12. */
  @SuppressWarnings("MissingOverride")
  public Expression withNewChildrenInternal(scala.collection.IndexedSeq<Expression> newChildren) {
    return new TokenizerExpression(newChildren.head(), call);
  }

  /** The one that Spark calls where it is for Scala 2.13. */
  @SuppressWarnings("MissingOverride")
  public Expression withNewChildrenInternal(
      scala.collection.immutable.IndexedSeq<Expression> newChildren) {
    return new TokenizerExpression(newChildren.head(), call);
  }

  @Override
  public DataType dataType() {
    return call.function.output();
  }

  @Override
  public scala.collection.immutable.List<AbstractDataType> inputTypes() {
    return ScalaLists.of(List.of(call.function.input()));
  }

  @Override
  public boolean nullable() {
    return child.nullable();
  }

  @Override
  public boolean foldable() {
    return child.foldable();
  }

  @Override
  public Object eval(InternalRow row) {
    Object value = child.eval(row);
    return value == null ? null : call.apply(value);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode result) {
    boolean propagatesNull = true;
    boolean returnsNull = false;
    boolean isDeterministic = true;
    return new Invoke(
            new Literal(call, new ObjectType(UnaryOperator.class)),
            "apply",
            dataType(),
            children(),
            ScalaLists.of(List.of()),
            propagatesNull,
            returnsNull,
            isDeterministic)
        .doGenCode(context, result);
  }

  @Override
  public String prettyName() {
    return call.function.sqlName();
  }

  /** The call as its column is named. */
  @Override
  public String sql() {
    return "%s(%s, %s)".formatted(prettyName(), child.sql(), call.tokenizer);
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int n) {
    return switch (n) {
      case 0 -> child;
      case 1 -> call;
      default -> throw new IndexOutOfBoundsException(n);
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof TokenizerExpression;
  }

  /** Equal to the same call of an equal child, so that Spark computes it once. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TokenizerExpression that
        && child.equals(that.child)
        && call.equals(that.call);
  }

  @Override
  public int hashCode() {
    return 31 * child.hashCode() + call.hashCode();
  }
}
