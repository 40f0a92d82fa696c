package org.gqvae.jobs.demo;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.corpus.CorpusWriter;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Flags;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputOptions;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.Verb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code corpus}: stories from the project's own grammar. */
@Command(
    name = "corpus",
    description =
        "Generates a corpus of stories of any size. The same seed gives the same stories.")
public final class CorpusVerb extends Verb<StorySettings> {
  private static final Logger LOG = LoggerFactory.getLogger(CorpusVerb.class);
  static final String OWN_NAMES = "part-[0-9]+\\.(txt|jsonl|parquet)|_SUCCESS|\\..+\\.tmp";

  @Mixin private OutputOptions output;

  @Option(
      names = "--bytes",
      paramLabel = "SIZE",
      description = "Size of the text, such as 1GB or 512KiB (default: 64MB).")
  private String bytes;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the stories (default: 7).")
  private String seed;

  @Option(
      names = "--rare-words",
      paramLabel = "N",
      description =
          "Number of made-up words that the stories also draw from, for a long tail of rare words"
              + " (default: 0).")
  private String rareWords;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (one story a line, the default), jsonl or parquet.")
  private String format;

  @Override
  protected List<Setting> flags() {
    return new Flags()
        .add("corpus.bytes", "--bytes", bytes)
        .add("corpus.seed", "--seed", seed)
        .add("corpus.rare-words", "--rare-words", rareWords)
        .add("corpus.format", "--format", format)
        .settings();
  }

  @Override
  protected StorySettings settings(ConfigReader reader) {
    return StorySettings.read(reader, output.directory(OWN_NAMES));
  }

  @Override
  protected Plan plan(StorySettings settings, Configuration hadoop) {
    return new Plan(hadoop)
        .output(settings.output(), "part-NNNNN." + settings.format().extension())
        .line(
            "stories",
            "%,d bytes, seed %d, %,d rare words"
                .formatted(settings.bytes(), settings.seed(), settings.rareWords()));
  }

  @Override
  protected Outcome run(StorySettings settings, Configuration hadoop) {
    settings.output().prepare(hadoop);
    CorpusWriter.Written written = write(settings, hadoop);
    LOG.info(
        "{} stories, {} bytes of text in {} files: {}",
        written.documents(),
        written.textBytes(),
        written.files(),
        settings.output().path());
    return Outcome.DONE.with(
        Figures.NONE
            .with("documents", written.documents())
            .with("bytes", written.textBytes())
            .with("files", written.files()));
  }

  /** Writes the stories to a directory that is there. */
  static CorpusWriter.Written write(StorySettings settings, Configuration hadoop) {
    CorpusWriter.Written written =
        new CorpusWriter(settings.output().path(), settings.format())
            .write(settings.documents(), hadoop);
    settings.output().finish(hadoop);
    return written;
  }
}
