package org.gqvae.jobs.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Spark's properties that give training the memory that it needs, with some room. What ND4J takes
 * outside the heap stands last.
 */
public final class MemoryProperties {
  /** A result that takes so much of the heap has no room beside what Spark would keep there. */
  private static final long LARGE_RESULT = 1L << 29;

  private MemoryProperties() {}

  /** Of one JVM that is driver and executor. */
  public static Map<String, String> local(TrainingNeeds needs) {
    return driver(needs, needs.localHeap(), needs.localOffHeap());
  }

  /** Of a cluster's driver. */
  public static Map<String, String> driver(TrainingNeeds needs) {
    return driver(needs, needs.driverHeap(), needs.driverOffHeap());
  }

  /** Of a cluster's executors. */
  public static Map<String, String> executor(TrainingNeeds needs) {
    Map<String, String> properties = new LinkedHashMap<>();
    long offHeap = needs.executorOffHeap();
    properties.put("spark.executor.memory", gibibytes(needs.executorHeap()));
    properties.put("spark.executor.memoryOverhead", gibibytes(offHeap + offHeap / 4));
    properties.put("spark.executor.extraJavaOptions", javacpp(offHeap));
    return properties;
  }

  private static Map<String, String> driver(TrainingNeeds needs, long heap, long offHeap) {
    Map<String, String> properties = new LinkedHashMap<>();
    long collected = needs.resultBytes();
    properties.put("spark.driver.memory", gibibytes(heap));
    properties.put("spark.driver.maxResultSize", gibibytes(collected + collected / 4));
    if (needs.resultBytes() >= LARGE_RESULT) { // it goes to disk behind its use
      properties.put("spark.memory.fraction", "0.1");
    }
    properties.put("spark.driver.extraJavaOptions", javacpp(offHeap));
    return properties;
  }

  /** Options of a JVM. ND4J counts what it allocates; the limit on all of a process is lifted. */
  private static String javacpp(long offHeap) {
    return "-Dorg.bytedeco.javacpp.maxbytes=%s -Dorg.bytedeco.javacpp.maxphysicalbytes=0"
        .formatted(gibibytes(offHeap + offHeap / 8));
  }

  /** As Spark and the JVM take them, rounded up. */
  private static String gibibytes(long bytes) {
    return (bytes >> 30) + 1 + "g";
  }
}
