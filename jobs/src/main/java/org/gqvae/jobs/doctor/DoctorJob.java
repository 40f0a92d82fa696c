package org.gqvae.jobs.doctor;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.gqvae.jobs.spark.Sessions;
import org.gqvae.jobs.train.TrainingNeeds;

/** Looks at the driver, then at the executors of the master. */
final class DoctorJob {
  private static final Pattern LOCAL_MASTER = Pattern.compile("local(?:\\[(\\*|\\d+)(?:,.*)?])?");

  private static final String DRIVER = "driver";

  private final DoctorSettings settings;
  private final List<String> configuration;
  private final SparkConf conf = Sessions.conf();
  private final DoctorReport report = new DoctorReport();

  /**
   * @param configuration words that choose the configuration, for the line of spark-submit
   */
  DoctorJob(DoctorSettings settings, List<String> configuration) {
    this.settings = settings;
    this.configuration = configuration;
  }

  /**
   * What was found, and the line that is right.
   *
   * @param submitLine of spark-submit
   */
  record Findings(DoctorReport report, String submitLine) {}

  Findings run() {
    Matcher local = LOCAL_MASTER.matcher(conf.get("spark.master"));
    return local.matches() ? runLocal(cores(local.group(1))) : runOnCluster();
  }

  private Findings runLocal(int cores) {
    TrainingNeeds needs = settings.needs(cores);
    report.add(DRIVER, JvmChecks.here(JvmDemand.local(needs)));
    report.add(DRIVER, PropertyChecks.of(conf, needs));
    inSession(spark -> new ExecutorChecks(spark, report).lookAtDriver(settings.output()));
    return new Findings(report, SubmitLine.of(conf, needs, 0, configuration));
  }

  private Findings runOnCluster() {
    JvmDemand driver = JvmDemand.driver(settings.needs(1));
    report.add(DRIVER, JvmChecks.here(driver));
    AtomicInteger tasksAtOnce = new AtomicInteger(1);
    inSession(
        spark -> {
          ExecutorChecks executors = new ExecutorChecks(spark, report);
          if (executors.checkJava()) {
            tasksAtOnce.set(executors.tasksAtOnce());
            JvmDemand demand = JvmDemand.executor(settings.needs(tasksAtOnce.get()));
            executors.lookAtExecutors(demand, driver, settings.output());
          }
        });
    TrainingNeeds needs = settings.needs(tasksAtOnce.get());
    report.add(DRIVER, PropertyChecks.of(conf, needs));
    int cores = tasksAtOnce.get() * conf.getInt("spark.task.cpus", 1);
    return new Findings(report, SubmitLine.of(conf, needs, cores, configuration));
  }

  private void inSession(Consumer<SparkSession> work) {
    try {
      Sessions.run(
          "gqvae doctor",
          spark -> {
            work.accept(spark);
            return report;
          });
    } catch (Exception e) { // Spark throws checked ones too
      report.add(DRIVER, Check.ofSession(conf.get("spark.master"), e));
    }
  }

  private static int cores(String number) {
    if (number == null) {
      return 1;
    }
    return number.equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(number);
  }
}
