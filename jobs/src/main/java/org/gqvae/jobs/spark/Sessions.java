package org.gqvae.jobs.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.fs.FileSystem;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils;
import org.gqvae.io.failure.UsageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens Spark sessions with what every verb needs, where the user has not chosen otherwise. */
public final class Sessions {
  /** What Spark calls an application that the user has not named. */
  private static final Set<String> NAMES_OF_NOBODY = Set.of("", "org.gqvae.jobs.Main");

  /** Masters that end a job when its first task fails. */
  private static final Pattern WITHOUT_RETRIES = Pattern.compile("local(\\[[^,]*])?");

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  private static final String SERIALIZER = "spark.serializer";

  private static final String UMASK = CommonConfigurationKeys.FS_PERMISSIONS_UMASK_KEY;
  private static final String HADOOPS_UMASK = "022";

  private static final String LOG_OF_BLOCKS = "org.apache.spark.storage.BlockManager";
  private static final String LOG_OF_LOST_TASKS = "org.apache.spark.scheduler.TaskSetManager";

  private static final String LOG_OF_FETCHES =
      "org.apache.spark.storage.ShuffleBlockFetcherIterator";

  private static final Duration LONGEST_END = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);

  private Sessions() {}

  /**
   * Does work in a session of that name, unless the user has named it, and closes the session. What
   * this thread runs in it belongs to a job group of that name.
   *
   * @throws UsageException when Spark can write to none of its local directories
   */
  public static <T> T run(String name, Function<SparkSession, T> work) {
    SparkSession spark = open(name);
    try {
      return work.apply(spark);
    } finally {
      awaitTasks(spark.sparkContext());
      Configurator.setLevel(
          LOG_OF_BLOCKS, Level.ERROR); // it warns of those that others still remove
      spark.stop();
    }
  }

  /**
   * Waits a while for tasks that Spark has told to end, as those beside one that failed: Spark logs
   * a stack trace for one that ends while its session closes.
   */
  private static void awaitTasks(SparkContext context) {
    long end = System.nanoTime() + LONGEST_END.toNanos();
    try {
      while (!context.isStopped() && tasksRun(context) && System.nanoTime() < end) {
        Thread.sleep(POLL.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean tasksRun(SparkContext context) {
    return context.taskScheduler() instanceof TaskSchedulerImpl scheduler
        && ScalaLists.toJava(scheduler.runningTasksByExecutors()).stream()
            .anyMatch(executor -> (Integer) executor._2() > 0);
  }

  private static SparkSession open(String name) {
    SparkConf conf = withUmask(withJavaSerializer(conf()));
    if (NAMES_OF_NOBODY.contains(conf.get("spark.app.name", ""))) {
      conf.setAppName(name);
    }
    if (WITHOUT_RETRIES.matcher(conf.get("spark.master")).matches()) { // the command tells why
      Configurator.setLevel(LOG_OF_LOST_TASKS, Level.OFF);
      Configurator.setLevel(LOG_OF_FETCHES, Level.OFF); // of those that its end interrupts
    }
    checkLocalDirectories(conf);
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    spark.sparkContext().setJobGroup(name, name, true);
    return spark;
  }

  /**
   * Kryo knows neither records nor ND4J's vectors. What a cluster sets for other applications must
   * not break this one.
   */
  private static SparkConf withJavaSerializer(SparkConf conf) {
    String set = conf.get(SERIALIZER, JavaSerializer.class.getName());
    if (!set.equals(JavaSerializer.class.getName())) {
      LOG.info("{} is {} here, not {}", SERIALIZER, JavaSerializer.class.getName(), set);
    }
    return conf.set(SERIALIZER, JavaSerializer.class.getName());
  }

  /** Without any, Spark would end this process with a code of its own. */
  private static void checkLocalDirectories(SparkConf conf) {
    List<String> problems = new ArrayList<>();
    for (String directory : Utils.getConfiguredLocalDirs(conf)) {
      try {
        Files.createDirectories(Path.of(directory));
        Files.delete(Files.createTempFile(Path.of(directory), "gqvae", ".tmp"));
        return;
      } catch (IOException e) {
        problems.add(
            "Invalid spark.local.dir: %s (%s), expected a directory with free space that can be written. Give one by --conf spark.local.dir=DIR"
                .formatted(directory, e));
      }
    }
    throw new UsageException(problems);
  }

  /** Where files are and who may read them, as the session will know it; starts nothing. */
  public static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(withUmask(conf()));
  }

  /**
   * Files on local disks get the permissions that this process gives to files; Hadoop's own umask
   * is 022. Where another file system is the default one, its configuration decides.
   */
  private static SparkConf withUmask(SparkConf conf) {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
    boolean local = FileSystem.getDefaultUri(hadoop).getScheme().equals("file");
    return local && hadoop.get(UMASK, HADOOPS_UMASK).equals(HADOOPS_UMASK)
        ? umask().map(umask -> conf.set("spark.hadoop." + UMASK, umask)).orElse(conf)
        : conf;
  }

  /** In octal, as Linux tells it. */
  private static Optional<String> umask() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("Umask:"))
          .map(line -> line.substring("Umask:".length()).strip())
          .findFirst();
    } catch (IOException e) { // another system
      return Optional.empty();
    }
  }

  /** The properties that the session will have; starts nothing. */
  public static SparkConf conf() {
    return new SparkConf()
        .setIfMissing("spark.master", "local[*]")
        .setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1")
        .setIfMissing("spark.sql.catalogImplementation", "in-memory");
  }
}
