package org.gqvae.jobs.export;

import java.io.Serializable;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.export.ExportLayout;
import org.gqvae.io.export.ValidationSplit;

/**
 * What all tasks of an export need to know.
 *
 * @param output its directory, the same on any machine
 */
record ExportTokensSpec(
    ExportLayout layout,
    ValidationSplit validation,
    String output,
    SerializableConfiguration hadoop)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Where finished files are entered. */
  ExportTokensLedger ledger() {
    return new ExportTokensLedger(output, hadoop);
  }
}
