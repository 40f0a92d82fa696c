package org.gqvae.jobs.doctor;

import java.io.PrintWriter;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.config.Setting;
import org.gqvae.io.config.Spelling;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.HadoopPath;
import org.gqvae.jobs.cli.Outcome;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.cli.Verb;
import org.gqvae.jobs.spark.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: whether driver, executors and configuration fit together. */
@Command(
    name = "doctor",
    description =
        "Checks whether driver, executors and configuration are ready for training. Prints each"
            + " problem with its remedy, and the right spark-submit line.")
public final class DoctorVerb extends Verb<DoctorSettings> {
  @Option(
      names = "--output",
      converter = HadoopPath.class,
      paramLabel = "DIR",
      description =
          "Directory that a later command will write. doctor checks that it can be written and"
              + " leaves nothing there.")
  private String output;

  @Spec private CommandSpec command;

  @Override
  protected List<Setting> flags() {
    return List.of();
  }

  @Override
  protected DoctorSettings settings(ConfigReader reader) {
    return DoctorSettings.read(reader, output);
  }

  @Override
  protected Plan plan(DoctorSettings settings, Configuration hadoop) {
    return new Plan(hadoop)
        .line("looks at", "this JVM and the executors of " + Sessions.conf().get("spark.master"));
  }

  @Override
  protected Outcome run(DoctorSettings settings, Configuration hadoop) {
    DoctorJob.Findings findings = new DoctorJob(settings, configurationWords()).run();
    DoctorReport report = findings.report();
    PrintWriter out = command.commandLine().getOut();
    report.lines().forEach(out::println);
    out.println();
    out.println("Training has what it needs by");
    out.println();
    out.println(findings.submitLine());
    Outcome outcome =
        report.wrong() == 0
            ? Outcome.DONE
            : Outcome.failed(
                "%d of %d checks failed, and each has its remedy"
                    .formatted(report.wrong(), report.size()));
    return outcome.with(
        Figures.NONE
            .with(
                "checks",
                report.checks().entrySet().stream()
                    .map(check -> figures(check.getKey(), check.getValue()))
                    .toList())
            .with("submit_line", findings.submitLine()));
  }

  private static Figures figures(Check check, List<String> places) {
    return Figures.NONE
        .with("name", check.name())
        .with("verdict", Spelling.of(check.verdict()))
        .with("found", check.found())
        .with("reason", check.reason())
        .with("remedy", check.remedy())
        .with("places", places);
  }
}
