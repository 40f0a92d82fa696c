package org.gqvae.jobs.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.jobs.cli.HadoopPath;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.SparkVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the whole flow on a generated corpus. */
@Command(
    name = "demo",
    description =
        "Generates a corpus of stories, trains a tokenizer on it for about a minute, tokenizes"
            + " it, decodes every document again and writes a report.")
public final class DemoVerb extends SparkVerb<DemoSettings> {
  @Option(
      names = "--output",
      converter = HadoopPath.class,
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "Directory to write (default: runs/demo). An earlier demo there is replaced.")
  private String output;

  @Spec private CommandSpec command;

  @Override
  protected List<Setting> flags() {
    return List.of();
  }

  /** The demo's own configuration, conf/demo.conf, lies below the user's. */
  @Override
  protected ConfigReader load(List<Path> files, List<Setting> settings) {
    try (var text = DemoVerb.class.getResourceAsStream("demo.conf")) {
      return ConfigReader.loadOver(
          "conf/demo.conf",
          new String(text.readAllBytes(), StandardCharsets.UTF_8),
          files,
          settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected DemoSettings settings(ConfigReader reader) {
    return DemoSettings.read(
        reader, new OutputDirectory(output, OutputMode.OVERWRITE, DemoJob.OWN_NAMES, false));
  }

  @Override
  protected Plan plan(DemoSettings settings, Configuration hadoop) {
    return new Plan(hadoop)
        .line(
            "stories",
            "%,d bytes, seed %d".formatted(settings.stories().bytes(), settings.stories().seed()))
        .output(settings.output(), "corpus", "words", "run", "tokens", "report")
        .check(() -> DemoJob.checkParts(settings.output(), hadoop));
  }

  @Override
  protected Outcome run(DemoSettings settings, SparkSession spark) {
    return new DemoJob(spark, settings, command.commandLine().getOut()::println).run();
  }
}
