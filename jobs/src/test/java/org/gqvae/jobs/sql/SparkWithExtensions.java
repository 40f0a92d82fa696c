package org.gqvae.jobs.sql;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gqvae.jobs.LocalSpark;

/** A session whose SQL has the functions, as a cluster's configuration makes it. */
final class SparkWithExtensions implements AutoCloseable {
  private final SparkSession session;

  SparkWithExtensions() {
    LocalSpark.stop();
    session =
        SparkSession.builder()
            .master("local[2]")
            .appName("tests")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.extensions", GqVaeExtensions.class.getName())
            .getOrCreate();
  }

  SparkSession session() {
    return session;
  }

  /** Rows of a number {@code i} from 0 on and a value {@code text}, in two partitions. */
  Dataset<Row> texts(DataType type, List<?> values) {
    StructType schema =
        new StructType().add("i", DataTypes.IntegerType, false).add("text", type, true);
    List<Row> rows =
        IntStream.range(0, values.size())
            .mapToObj(i -> RowFactory.create(i, values.get(i)))
            .toList();
    return session.createDataFrame(rows, schema).repartition(2);
  }

  @Override
  public void close() {
    session.stop();
  }
}
