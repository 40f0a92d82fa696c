package org.gqvae.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.config.UsageException;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.Split;
import org.gqvae.jobs.settings.OutputDirectory;

/** What a verb would read and write, in lines for a person, and what is in the way. */
final class Plan {
  private final Configuration hadoop;
  private final List<String> lines = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  Plan(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Adds a corpus that is read. */
  Plan corpus(CorpusSpec corpus) {
    return check(
        () -> {
          List<Split> splits = CorpusReader.plan(corpus, hadoop);
          long bytes = splits.stream().mapToLong(Split::bytes).sum();
          line(
              "reads",
              "%s: %,d bytes in %,d splits".formatted(corpus.input(), bytes, splits.size()));
        });
  }

  /** Adds a directory that is written. */
  Plan output(OutputDirectory output, String contents) {
    line("writes", output.path() + "/" + contents);
    return check(() -> output.check(hadoop));
  }

  /** Adds a line such as {@code settings partitions=8}. */
  Plan line(String label, String text) {
    lines.add("%-9s %s".formatted(label, text));
    return this;
  }

  /** Runs a check; what it throws becomes problems of this plan. */
  Plan check(Runnable check) {
    try {
      check.run();
    } catch (UsageException e) {
      problems.addAll(e.problems());
    }
    return this;
  }

  List<String> lines() {
    return lines;
  }

  List<String> problems() {
    return problems;
  }
}
