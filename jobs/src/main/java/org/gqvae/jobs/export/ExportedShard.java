package org.gqvae.jobs.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.List;
import org.gqvae.io.export.ExportedFile;

/**
 * The finished files of one task; as JSON, an entry of the ledger that {@code --resume} reads.
 *
 * @param files the one of the ids first; none where no document begins there
 */
record ExportedShard(@JsonProperty("files") List<ExportedFile> files) implements Serializable {
  private static final long serialVersionUID = 1L;

  ExportedShard {
    files = List.copyOf(files);
  }
}
