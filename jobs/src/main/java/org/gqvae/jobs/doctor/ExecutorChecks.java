package org.gqvae.jobs.doctor;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.jobs.doctor.Check.Verdict;

/** Lets executors look at themselves, by small jobs of Spark until each has had a task. */
public final class ExecutorChecks {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** In which a task holds its core, so that others go to other cores. */
  private static final Duration TASK = Duration.ofMillis(200);

  private static final int MOST_JOBS = 20;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final SerializableConfiguration hadoop;
  private final DoctorReport report;

  /**
   * @param report takes what is found
   */
  public ExecutorChecks(SparkSession spark, DoctorReport report) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    this.report = report;
  }

  /**
   * Waits for executors and asks their Java, by Spark itself: an older one cannot load this
   * software's classes.
   *
   * @return whether they can be looked at further
   */
  public boolean checkJava() {
    int tasks = context.defaultParallelism();
    JavaRDD<Row> versions =
        spark
            .range(0, tasks, 1, tasks)
            .selectExpr(
                "java_method('java.lang.System', 'getProperty', 'java.specification.version')")
            .javaRDD();
    List<Check> wrong =
        collect(versions).stream()
            .map(row -> JvmChecks.java(row.getString(0)))
            .filter(check -> check.verdict() == Verdict.WRONG)
            .toList();
    report.add("an executor", wrong);
    return wrong.isEmpty() && executors() > 0;
  }

  /** Tasks that an executor runs at a time; known once there are executors. */
  public int tasksAtOnce() {
    int all = context.defaultParallelism();
    int fallback = all / Math.max(1, executors());
    int cores = context.getConf().getInt("spark.executor.cores", fallback);
    return Math.max(1, cores / context.getConf().getInt("spark.task.cpus", 1));
  }

  /** Lets the executors check themselves and where they write; and machines, driver included. */
  public void lookAtExecutors(JvmDemand demand, JvmDemand driver, String output) {
    Collection<Machine> machines = look(demand, output);
    lookAtMachines(Stream.concat(machines.stream(), Stream.of(Machine.here(driver))));
  }

  /** Lets the driver, being the executor of a local master, check where it writes. */
  public void lookAtDriver(String output) {
    look(null, output);
  }

  /** What executors found out of their machines. */
  private Collection<Machine> look(JvmDemand demand, String output) {
    Map<String, Machine> seen = new LinkedHashMap<>();
    context.setJobDescription("doctor: what executors find");
    try {
      Path place =
          output == null ? null : WriteChecks.nearestDirectory(new Path(output), hadoop.value());
      Look look = new Look(demand, place == null ? null : place.toString(), hadoop);
      for (int job = 0; job < MOST_JOBS && seen.size() < expected(); job++) {
        int tasks = Math.max(context.defaultParallelism(), 2 * executors());
        List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
        List<Finding> findings = collect(context.parallelize(numbers, tasks).map(look));
        if (findings.isEmpty()) {
          return seen.values(); // it failed, which is told
        }
        for (Finding finding : findings) {
          report.add(finding.place(), finding.checks());
          List<Path> written = finding.written().stream().map(Path::new).toList();
          report.add(finding.place(), WriteChecks.seen(written, hadoop.value()));
          seen.put(finding.place(), finding.machine());
        }
      }
      report.add("driver", answered(seen.size(), expected()));
    } catch (IOException e) {
      report.add("driver", WriteChecks.failed(new Path(output), e));
    }
    return seen.values();
  }

  private void lookAtMachines(Stream<Machine> machines) {
    machines
        .collect(Collectors.groupingBy(Machine::host, TreeMap::new, Collectors.toList()))
        .forEach(
            (host, jvms) -> {
              List<Long> taken = jvms.stream().map(Machine::taken).toList();
              Machine any = jvms.get(0);
              report.add("machine " + host, JvmChecks.machine(any.bytes(), taken, any.role()));
            });
  }

  static Check answered(int seen, int expected) {
    String found = "%d of %d have looked at themselves".formatted(seen, expected);
    return seen >= expected
        ? Check.right("executors", found)
        : Check.wrong(
            "executors",
            found,
            "the others may be busy or failing, and training waits for the slowest",
            "look at the executors' logs, and run doctor again where nothing else runs");
  }

  /** JVMs that do tasks: the driver where there are no others. */
  private int expected() {
    return Math.max(1, executors());
  }

  /** Beside the driver. */
  private int executors() {
    return context.sc().statusTracker().getExecutorInfos().length - 1;
  }

  /** A job's results; none where it fails, which is told. */
  private <T> List<T> collect(JavaRDD<T> rdd) {
    JavaFutureAction<List<T>> job = rdd.collectAsync();
    try {
      return job.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      report.add(
          "driver",
          Check.wrong(
              "executors",
              "no task was done in " + PATIENCE.toSeconds() + " seconds",
              "the cluster has no room for executors of that size, or they do not reach the driver",
              "look at the page of the cluster's manager and at the executors' logs; ask for less"
                  + " by --executor-memory, --executor-cores; set spark.driver.host"));
    } catch (ExecutionException e) {
      report.add(
          "driver",
          Check.wrong(
              "executors",
              Check.message(e),
              "a small job of Spark has failed",
              "look at the executors' logs; the driver's Spark must be the cluster's"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      job.cancel(true);
    }
    return List.of();
  }

  /**
   * What a task found.
   *
   * @param place who found it
   * @param machine null where the driver has looked at itself
   * @param written files that the driver must see
   */
  private record Finding(String place, Machine machine, List<Check> checks, List<String> written)
      implements Serializable {}

  /**
   * What a JVM runs on.
   *
   * @param role of the JVM
   * @param bytes of memory
   * @param taken bytes of it that the JVM takes at most
   */
  private record Machine(String host, JvmDemand.Role role, long bytes, long taken)
      implements Serializable {
    static Machine here(JvmDemand demand) {
      return new Machine(
          SparkEnv.get().blockManager().blockManagerId().host(),
          demand.role(),
          JvmChecks.machineBytes(),
          JvmChecks.memory(demand));
    }
  }

  /**
   * @param demand null where the driver has looked at itself
   * @param output a directory; null: none
   */
  private record Look(JvmDemand demand, String output, SerializableConfiguration hadoop)
      implements Function<Integer, Finding> {
    @Override
    public Finding call(Integer task) throws InterruptedException {
      Thread.sleep(TASK.toMillis());
      List<Check> checks = new ArrayList<>();
      List<String> written = new ArrayList<>();
      SparkEnv env = SparkEnv.get();
      if (demand != null) {
        checks.addAll(JvmChecks.here(demand));
      }
      checks.addAll(WriteChecks.localDirectories(env.conf()));
      if (output != null) {
        try {
          written.add(WriteChecks.write(new Path(output), hadoop.value()).toString());
        } catch (IOException e) {
          checks.add(WriteChecks.failed(new Path(output), e));
        }
      }
      if (demand == null) {
        return new Finding("driver", null, checks, written);
      }
      Machine machine = Machine.here(demand);
      String place = "executor " + env.executorId() + " on " + machine.host();
      return new Finding(place, machine, checks, written);
    }
  }
}
