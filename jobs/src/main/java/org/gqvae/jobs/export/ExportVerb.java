package org.gqvae.jobs.export;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.export.HuggingFaceTokenizer;
import org.gqvae.jobs.cli.Flags;
import org.gqvae.jobs.cli.HadoopPath;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputOptions;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.Verb;
import org.gqvae.jobs.tokenize.Tokenizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: a tokenizer for other programs. */
@Command(
    name = "export",
    description =
        "Writes a tokenizer in the format of another program, which then gives texts the same ids.")
public final class ExportVerb extends Verb<ExportSettings> {
  @Mixin private OutputOptions output;

  @Option(
      names = "--tokenizer",
      converter = HadoopPath.class,
      required = true,
      paramLabel = "DIR",
      description = "Tokenizer directory.")
  private String tokenizer;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "huggingface: tokenizer.json and what transformers needs beside it.")
  private String format;

  @Option(
      names = "--chat-template",
      converter = HadoopPath.class,
      paramLabel = "FILE",
      description = "Jinja template by which transformers makes a prompt of messages.")
  private String chatTemplate;

  @Override
  protected List<Setting> flags() {
    return new Flags().add("export.format", "--format", format).settings();
  }

  @Override
  protected ExportSettings settings(ConfigReader reader) {
    return ExportSettings.read(
        reader,
        tokenizer,
        Optional.ofNullable(chatTemplate),
        output.directory(HuggingFaceTokenizer.OWN_NAMES));
  }

  @Override
  protected Plan plan(ExportSettings settings, Configuration hadoop) {
    Plan plan = Tokenizers.plan(new Plan(hadoop), settings.tokenizer(), Optional.empty(), hadoop);
    settings
        .chatTemplate()
        .ifPresent(
            file ->
                plan.reads(
                    file,
                    () ->
                        "%s: a template of %,d characters"
                            .formatted(file, ChatTemplate.read(file, hadoop).length())));
    return plan.output(settings.output(), HuggingFaceTokenizer.FILES.toArray(String[]::new));
  }

  @Override
  protected Outcome run(ExportSettings settings, Configuration hadoop) {
    return new ExportJob(settings, hadoop).run();
  }
}
