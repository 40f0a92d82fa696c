package org.gqvae.jobs.sql;

import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gqvae.io.failure.UsageException;

/**
 * A stage of a Spark ML pipeline that encodes a column of texts. It needs no extension of the
 * session.
 *
 * <pre>{@code
 * GqVaeTokenizer tokenizer =
 *     new GqVaeTokenizer().setTokenizerPath("/models/stories").setInputCol("text").setOutputCol("ids");
 * Dataset<Row> encoded = tokenizer.transform(texts);            // with ids: array<int>
 * tokenizer.write().overwrite().save("/models/stage");          // the params, not the tokenizer
 * GqVaeTokenizer same = GqVaeTokenizer.load("/models/stage");
 * }</pre>
 */
public final class GqVaeTokenizer extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> tokenizerPath;

  public GqVaeTokenizer() {
    this(Identifiable$.MODULE$.randomUID("gqVaeTokenizer"));
  }

  /**
   * @param uid names the stage; Spark restores saved stages with it
   */
  public GqVaeTokenizer(String uid) {
    this.uid = uid;
    this.inputCol = new Param<>(this, "inputCol", "name of the column of texts, string or binary");
    this.outputCol = new Param<>(this, "outputCol", "name of the new column of ids, array<int>");
    this.tokenizerPath =
        new Param<>(this, "tokenizerPath", "Hadoop path of the tokenizer's directory");
  }

  /** Reads a stage that was saved. */
  public static GqVaeTokenizer load(String path) {
    return read().load(path);
  }

  /** What reads a saved stage, also as part of a pipeline. */
  public static MLReader<GqVaeTokenizer> read() {
    return new DefaultParamsReader<>();
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> inputCol() {
    return inputCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public Param<String> tokenizerPath() {
    return tokenizerPath;
  }

  public GqVaeTokenizer setInputCol(String column) {
    set(inputCol, column);
    return this;
  }

  public GqVaeTokenizer setOutputCol(String column) {
    set(outputCol, column);
    return this;
  }

  public GqVaeTokenizer setTokenizerPath(String path) {
    set(tokenizerPath, path);
    return this;
  }

  /**
   * Adds the column of ids.
   *
   * @throws UsageException when a param is not set, a column does not fit, or the tokenizer is
   *     missing or damaged
   */
  @Override
  public Dataset<Row> transform(Dataset<?> texts) {
    transformSchema(texts.schema());
    SqlTokenizer tokenizer = SqlTokenizer.at(value(tokenizerPath));
    Expression text = ColumnExpressions.expression(texts.col(value(inputCol)));
    Column ids =
        ColumnExpressions.column(new TokenizerExpression(SqlFunction.ENCODE, text, tokenizer));
    return texts.withColumn(value(outputCol), ids);
  }

  /** The schema with the column of ids; reads no tokenizer. */
  @Override
  public StructType transformSchema(StructType schema) {
    String input = value(inputCol);
    String output = value(outputCol);
    List<String> names = List.of(schema.fieldNames());
    if (!names.contains(input)) {
      throw new UsageException(
          "Invalid inputCol of %s: there is no column %s, expected one of %s"
              .formatted(uid, input, String.join(", ", names)));
    }
    DataType type = schema.apply(input).dataType();
    if (!type.equals(DataTypes.StringType) && !type.equals(DataTypes.BinaryType)) {
      throw new UsageException(
          "Invalid inputCol of %s: the column %s is of type %s, expected string or binary"
              .formatted(uid, input, type.simpleString()));
    }
    if (names.contains(output)) {
      throw new UsageException(
          "Invalid outputCol of %s: there is a column %s already, expected a new name"
              .formatted(uid, output));
    }
    return schema.add(output, SqlFunction.ENCODE.output(), schema.apply(input).nullable());
  }

  @Override
  public GqVaeTokenizer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  private String value(Param<String> param) {
    return get(param)
        .getOrElse(
            () -> {
              throw new UsageException(
                  "%s of %s is not set, expected the %s".formatted(param.name(), uid, param.doc()));
            });
  }
}
