package org.gqvae.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/** Hadoop's resource manager and a node manager, in one process of their own. */
final class YarnCluster implements AutoCloseable {
  private final Process process;
  private final Path configuration;

  private YarnCluster(Process process, Path configuration) {
    this.process = process;
    this.configuration = configuration;
  }

  /** Starts one whose files lie in {@code directory}. */
  static YarnCluster start(Path directory) throws IOException, InterruptedException {
    Path configuration = Files.createDirectories(directory.resolve("conf"));
    List<String> words = Command.java();
    words.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            YarnCluster.class.getName(),
            configuration.toString()));
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    YarnCluster cluster = new YarnCluster(process, configuration);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!Files.exists(configuration.resolve("yarn-site.xml"))) {
      if (!process.isAlive() || System.nanoTime() > end) {
        cluster.close();
        throw new IllegalStateException(
            "YARN has not started: " + Files.readString(directory.resolve("log")));
      }
      Thread.sleep(50);
    }
    return cluster;
  }

  /** What clients find it by: {@code HADOOP_CONF_DIR}. */
  Path configuration() {
    return configuration;
  }

  /** Its containers end with it. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  /**
   * The process: writes the configuration to its argument when all runs, and ends with its stdin.
   */
  public static void main(String[] args) {
    int code = 0;
    try (MiniYARNCluster cluster = new MiniYARNCluster("yarn", 1, 1, 1)) {
      cluster.init(configurationOfServers());
      cluster.start();
      Path written = Path.of(args[0], "yarn-site.part");
      try (OutputStream out = Files.newOutputStream(written)) {
        cluster.getConfig().writeXml(out);
      }
      Files.move(written, Path.of(args[0], "yarn-site.xml"));
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (Exception | LinkageError e) {
      e.printStackTrace(); // to the log, which start() shows
      code = 1;
    }
    System.exit(code); // some of its threads would stay
  }

  private static YarnConfiguration configurationOfServers() {
    YarnConfiguration conf = new YarnConfiguration();
    conf.set(CommonConfigurationKeys.FS_DEFAULT_NAME_KEY, "file:///");
    conf.set("yarn.resourcemanager.bind-host", "127.0.0.1");
    conf.set("yarn.nodemanager.bind-host", "127.0.0.1");
    // Memory is promised by the sizes that applications ask for, and taken as they need it.
    conf.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, 1 << 17);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_MB, 1 << 16);
    conf.setInt(YarnConfiguration.NM_VCORES, 32);
    conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, false);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    conf.set(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100.0");
    // One queue for all: the file that tells so is not among Hadoop's classes for clients.
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.setInt("yarn.scheduler.capacity.root.default.capacity", 100);
    conf.setInt("yarn.scheduler.capacity.root.default.maximum-capacity", 100);
    conf.setFloat("yarn.scheduler.capacity.maximum-am-resource-percent", 1);
    conf.set("yarn.scheduler.capacity.root.default.state", "RUNNING");
    conf.set("yarn.scheduler.capacity.root.default.acl_submit_applications", "*");
    conf.setInt("yarn.scheduler.capacity.node-locality-delay", -1);
    return conf;
  }
}
