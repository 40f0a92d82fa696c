package org.gqvae.jobs;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On HDFS killed replacements leave what they leave on a disk. */
class HdfsCrashPointsTest extends ReplacementsUnderCrashes {
  @TempDir static java.nio.file.Path disk;

  private static MiniDFSCluster cluster;
  private static int directories;

  @BeforeAll
  static void start() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disk.toString());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Override
  Path root(Configuration hadoop) {
    CrashingHdfs.install(hadoop);
    return new Path(cluster.getURI() + "/" + directories++);
  }
}
