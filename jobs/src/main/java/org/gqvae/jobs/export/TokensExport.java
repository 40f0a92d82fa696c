package org.gqvae.jobs.export;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.export.DataSplit;
import org.gqvae.io.export.ExportManifest;
import org.gqvae.io.export.ValidationSplit;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.detokenize.TokenColumns;
import org.gqvae.jobs.spark.Sessions;

/** Exports token columns. */
record TokensExport(ExportTokensSettings settings) implements Export {
  /** What an export writes into the directory of a split. */
  private static final String NAMES_OF_SPLIT =
      "shard\\.[0-9]+\\.mds|index\\.json|[0-9]+\\.ds(\\.index|\\.metadata)?|\\..+\\.tmp";

  @Override
  public Plan plan(Configuration hadoop) {
    return TokenColumns.plan(new Plan(hadoop), settings.tokens(), hadoop)
        .check(() -> ExportTokensJob.layout(settings, TokenColumns.open(settings.tokens(), hadoop)))
        .output(settings.output(), names())
        .check(() -> checkSplits(hadoop))
        .line("splits", splits(settings.validation()));
  }

  @Override
  public Outcome run(Configuration hadoop) {
    return Sessions.run(
        "gqvae export",
        spark -> Outcome.DONE.with(figures(new ExportTokensJob(spark, settings).run())));
  }

  @Override
  public Optional<String> finished(Configuration hadoop) {
    return ExportTokensLedger.told(settings.output().qualified(hadoop), hadoop);
  }

  private String[] names() {
    return switch (settings.format()) {
      case MEGATRON -> new String[] {"train.bin", "train.idx"};
      case MDS -> new String[] {"train/shard.NNNNN.mds", "train/index.json"};
      case NANOGPT -> new String[] {"train.bin"};
      case LLMC -> new String[] {"gqvae_train_NNNNNN.bin"};
      case DATATROVE -> new String[] {"train/NNNNN.ds"};
    };
  }

  private static String splits(ValidationSplit validation) {
    return validation.share() == 0
        ? "train"
        : "train, and val with a share of %s chosen by \"%s\""
            .formatted(validation.share(), validation.seed());
  }

  /**
   * Checks that the directories of splits hold nothing else: they would be removed whole.
   *
   * @throws UsageException naming what is there
   */
  private void checkSplits(Configuration hadoop) {
    OutputDirectory output = settings.output();
    if (output.mode() == OutputMode.REFUSE) {
      return;
    }
    for (DataSplit split : DataSplit.values()) {
      String path = output.path() + Path.SEPARATOR + Spelling.of(split);
      new OutputDirectory(path, output.mode(), NAMES_OF_SPLIT, true).check(hadoop);
    }
  }

  private static Figures figures(ExportManifest manifest) {
    return Figures.NONE
        .with("format", manifest.format())
        .with("dtype", manifest.dtype())
        .with("documents", manifest.documents())
        .with("tokens", manifest.tokens())
        .with("special_tokens", manifest.specialTokens())
        .with("files", manifest.files().size());
  }
}
