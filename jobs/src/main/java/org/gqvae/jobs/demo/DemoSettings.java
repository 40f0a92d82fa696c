package org.gqvae.jobs.demo;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.count.CountSettings;
import org.gqvae.jobs.report.ReportSettings;
import org.gqvae.jobs.tokenize.TokenizeSettings;
import org.gqvae.jobs.train.TrainSettings;

/** The settings of the steps of {@code demo}, each of which reads what the one before it wrote. */
public record DemoSettings(
    OutputDirectory output,
    StorySettings stories,
    CountSettings count,
    TrainSettings train,
    TokenizeSettings tokenize,
    ReportSettings report) {

  /** Reads all sections; every step writes below {@code output}. */
  public static DemoSettings read(ConfigReader reader, OutputDirectory output) {
    String corpus = below(output, "corpus");
    String words = below(output, "words");
    String run = below(output, "run");
    String tokens = below(output, "tokens");
    TokenizeSettings tokenize =
        TokenizeSettings.read(reader, run + "/tokenizer", corpus, fresh(tokens));
    return new DemoSettings(
        output,
        StorySettings.read(reader, fresh(corpus)),
        CountSettings.read(reader, CorpusSettings.read(reader, corpus, List.of()), fresh(words)),
        TrainSettings.readForTokenizer(
            reader, CorpusSettings.read(reader, words, List.of()), fresh(run)),
        tokenize,
        new ReportSettings(
            List.of(tokens),
            fresh(below(output, "report")),
            Optional.empty(),
            reader.between("report.samples", 0, 1000)));
  }

  private static String below(OutputDirectory output, String name) {
    return new Path(output.path(), name).toString();
  }

  /** A directory that the demo has just emptied. */
  private static OutputDirectory fresh(String path) {
    return new OutputDirectory(path, OutputMode.REFUSE, "", false);
  }
}
