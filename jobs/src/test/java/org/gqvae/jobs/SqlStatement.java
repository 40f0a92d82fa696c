package org.gqvae.jobs;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code spark-sql -e STATEMENT} does, for a Spark without Hive: runs a statement in a session
 * of spark-submit's options, and prints the rows.
 */
public final class SqlStatement {
  private SqlStatement() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !args[0].equals("-e")) {
      throw new IllegalArgumentException("Expected -e STATEMENT, not " + List.of(args));
    }
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      spark.sql(args[1]).collectAsList().forEach(System.out::println);
    }
  }
}
