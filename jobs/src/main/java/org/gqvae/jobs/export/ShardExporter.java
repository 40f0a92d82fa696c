package org.gqvae.jobs.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.gqvae.io.export.DocumentLengths;
import org.gqvae.io.export.ExportedFile;
import org.gqvae.io.export.SequenceWriter;

/** Writes one file of an export, unless the ledger says that it is there already. */
final class ShardExporter implements Function<ExportTokensTask, ExportedShard> {
  private static final long serialVersionUID = 1L;

  private final ExportTokensSpec spec;

  ShardExporter(ExportTokensSpec spec) {
    this.spec = spec;
  }

  @Override
  public ExportedShard call(ExportTokensTask task) throws IOException {
    Optional<ExportedShard> finished = spec.ledger().finished(task.shard());
    if (finished.isPresent()) {
      return finished.get();
    }
    ExportedShard exported = new ExportedShard(export(task));
    spec.ledger().enter(task.shard(), exported);
    return exported;
  }

  private List<ExportedFile> export(ExportTokensTask task) throws IOException {
    Configuration hadoop = spec.hadoop().value();
    ShardDocuments documents = new ShardDocuments(spec, task);
    try (SequenceWriter writer =
        spec.layout()
            .create(new Path(spec.output()), task.shard(), () -> lengths(documents), hadoop)) {
      documents.writeTo(writer);
      return writer.isEmpty() ? List.of() : writer.commit();
    }
  }

  private static DocumentLengths lengths(ShardDocuments documents) {
    try {
      return documents.lengths();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
