package org.gqvae.jobs.export;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.export.DataSplit;
import org.gqvae.io.export.SplitTotals;
import org.gqvae.io.export.ValidationSplit;
import org.gqvae.io.tokens.ListedFile;
import scala.Tuple2;

/**
 * Checks that a part file is what its manifest says, and adds up its documents by what they are
 * for, without reading their ids.
 */
final class ExportTokensSurvey implements Function<Tuple2<Integer, ListedFile>, ExportTokensPart> {
  private static final long serialVersionUID = 1L;

  private final ValidationSplit validation;
  private final SerializableConfiguration hadoop;

  ExportTokensSurvey(ValidationSplit validation, SerializableConfiguration hadoop) {
    this.validation = validation;
    this.hadoop = hadoop;
  }

  @Override
  public ExportTokensPart call(Tuple2<Integer, ListedFile> part) throws IOException {
    part._2().check(hadoop.value());
    Map<DataSplit, SplitTotals> totals = new EnumMap<>(DataSplit.class);
    try (ExportTokensPartReader rows =
        ExportTokensPartReader.ofLengths(part._1(), part._2(), validation, hadoop.value())) {
      DataSplit split = null; // of the document at hand; null: none so far
      long length = 0;
      while (rows.next()) {
        if (rows.beginsDocument()) {
          add(totals, split, length);
          split = rows.split();
          length = 0;
        }
        length += rows.length();
      }
      add(totals, split, length);
    }
    return new ExportTokensPart(
        part._1(),
        part._2(),
        totals.getOrDefault(DataSplit.TRAIN, SplitTotals.NONE),
        totals.getOrDefault(DataSplit.VAL, SplitTotals.NONE));
  }

  private static void add(Map<DataSplit, SplitTotals> totals, DataSplit split, long length) {
    if (split != null) {
      totals.merge(split, SplitTotals.NONE.withDocument(length), SplitTotals::plus);
    }
  }
}
