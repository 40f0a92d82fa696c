package org.gqvae.jobs.export;

import java.io.Serializable;
import org.gqvae.io.export.DataSplit;
import org.gqvae.io.export.SplitTotals;
import org.gqvae.io.tokens.ListedFile;

/**
 * A part file of token columns.
 *
 * @param index of the file in its manifest
 * @param train what its documents to train on add up to
 * @param validation the same for those to validate on
 */
record ExportTokensPart(int index, ListedFile file, SplitTotals train, SplitTotals validation)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  SplitTotals of(DataSplit split) {
    return switch (split) {
      case TRAIN -> train;
      case VAL -> validation;
    };
  }
}
