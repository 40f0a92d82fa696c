package org.gqvae.jobs.export;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.export.HuggingFaceTokenizer;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.tokenize.Tokenizers;

/** Exports a tokenizer. */
record TokenizerExport(ExportSettings settings) implements Export {
  @Override
  public Plan plan(Configuration hadoop) {
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
  public Outcome run(Configuration hadoop) {
    return new ExportJob(settings, hadoop).run();
  }

  @Override
  public Optional<String> finished(Configuration hadoop) {
    return Optional.empty();
  }
}
