package org.gqvae.jobs.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.export.HuggingFaceTokenizer;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.cli.Flags;
import org.gqvae.jobs.cli.HadoopPath;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.ResumableOutputOptions;
import org.gqvae.jobs.cli.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: a tokenizer or token columns for other programs. */
@Command(
    name = "export",
    description =
        "Writes a tokenizer in the format of another program, which then gives texts the same ids,"
            + " or token columns in the files that a training program reads.")
public final class ExportVerb extends Verb<Export> {
  @Mixin private ResumableOutputOptions output;

  @Option(
      names = "--tokenizer",
      converter = HadoopPath.class,
      paramLabel = "DIR",
      description = "Tokenizer directory to export.")
  private String tokenizer;

  @Option(
      names = "--tokens",
      converter = HadoopPath.class,
      paramLabel = "DIR",
      description = "Token columns to export: a directory that tokenize wrote, without --pack.")
  private String tokens;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "With --tokenizer huggingface (the default): tokenizer.json and what transformers needs"
              + " beside it. With --tokens megatron, mds, nanogpt, llmc or datatrove.")
  private String format;

  @Option(
      names = "--chat-template",
      converter = HadoopPath.class,
      paramLabel = "FILE",
      description =
          "With --tokenizer: Jinja template by which transformers makes a prompt of messages.")
  private String chatTemplate;

  @Option(
      names = "--validation-share",
      paramLabel = "S",
      description =
          "With --tokens: share of the documents to write for validation, such as 0.005 (default:"
              + " 0).")
  private String validationShare;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "With --tokens: chooses the documents for validation. The same seed gives the same ones.")
  private String seed;

  @Override
  protected List<Setting> flags() {
    return new Flags()
        .add("export.format", "--format", format)
        .add("export.validation-share", "--validation-share", validationShare)
        .add("export.seed", "--seed", seed)
        .settings();
  }

  @Override
  protected Export settings(ConfigReader reader) {
    if ((tokenizer == null) == (tokens == null)) {
      throw new UsageException(
          "Give one of --tokenizer DIR (to export a tokenizer) and --tokens DIR (to export token"
              + " columns)");
    }
    return tokenizer == null ? tokensExport(reader) : tokenizerExport(reader);
  }

  private Export tokenizerExport(ConfigReader reader) {
    OutputDirectory directory = output.directory(HuggingFaceTokenizer.OWN_NAMES).withoutResume();
    List<String> problems = new ArrayList<>();
    if (directory.mode().resumes()) {
      problems.add("--resume goes with --tokens: a tokenizer is exported at one go. Leave it out");
    }
    if (validationShare != null || seed != null) {
      problems.add("--validation-share and --seed go with --tokens. Leave them out");
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return new TokenizerExport(
        ExportSettings.read(reader, tokenizer, Optional.ofNullable(chatTemplate), directory));
  }

  private Export tokensExport(ConfigReader reader) {
    if (chatTemplate != null) {
      throw new UsageException("--chat-template goes with --tokenizer. Leave it out");
    }
    return new TokensExport(
        ExportTokensSettings.read(reader, tokens, output.directory(ExportTokensJob.OWN_NAMES)));
  }

  @Override
  protected Plan plan(Export export, Configuration hadoop) {
    return export.plan(hadoop);
  }

  @Override
  protected Outcome run(Export export, Configuration hadoop) {
    return export.run(hadoop);
  }

  @Override
  protected Optional<String> finished(Export export, Configuration hadoop) {
    return export.finished(hadoop);
  }
}
