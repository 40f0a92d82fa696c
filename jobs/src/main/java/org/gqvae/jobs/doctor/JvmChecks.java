package org.gqvae.jobs.doctor;

import com.github.luben.zstd.Zstd;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a JVM finds when it looks at itself. */
public final class JvmChecks {
  static final int JAVA = 17;

  private static final int SIDE = 16;

  private JvmChecks() {}

  /** Checks this JVM, and its machine where it shares that with no others. */
  public static List<Check> here(JvmDemand demand) {
    List<Check> checks = new ArrayList<>();
    checks.add(java(Integer.toString(Runtime.version().feature())));
    checks.add(namesOfFiles(System.getProperty("sun.jnu.encoding")));
    for (Library library : Library.values()) {
      checks.add(library.check());
    }
    checks.add(nativeLibrary("ND4J's CPU backend", () -> isRightProduct()));
    checks.add(nativeLibrary("zstd", () -> isRightRoundTrip()));
    checks.add(heap(Runtime.getRuntime().maxMemory(), demand));
    checks.add(offHeap(Pointer.maxBytes(), demand));
    checks.add(resident(Pointer.maxPhysicalBytes(), Runtime.getRuntime().maxMemory(), demand));
    if (demand.role() == JvmDemand.Role.LOCAL) {
      checks.add(machine(machineBytes(), List.of(memory(demand)), demand.role()));
    }
    if (demand.role() != JvmDemand.Role.DRIVER) { // which multiplies nothing
      checks.add(threads(System.getenv("OMP_NUM_THREADS"), demand.role()));
    }
    return checks;
  }

  /**
   * @param version of the language: 17
   */
  static Check java(String version) {
    return version.equals(Integer.toString(JAVA))
        ? Check.right("Java", version)
        : Check.wrong(
            "Java",
            version,
            "this software is compiled for Java " + JAVA + " and tested with it alone",
            "set JAVA_HOME to a JDK "
                + JAVA
                + ", on executors by spark.executorEnv.JAVA_HOME or"
                + " their machines' spark-env.sh");
  }

  /**
   * @param encoding by which the JVM reads names of files
   */
  static Check namesOfFiles(String encoding) {
    return encoding.equals("UTF-8")
        ? Check.right("names of files", encoding)
        : Check.wrong(
            "names of files",
            encoding,
            "a file whose name holds other characters cannot be read",
            "set LC_ALL=C.UTF-8 or another locale of UTF-8 that the machine has, on executors by"
                + " spark.executorEnv.LC_ALL");
  }

  /**
   * @param works tells whether the library gives what it must
   */
  static Check nativeLibrary(String name, Callable<Boolean> works) {
    String reason = "training and reading files need its native code";
    try {
      return works.call()
          ? Check.right(name, "works")
          : Check.wrong(
              name, "gives wrong results", reason, "run on a machine with another CPU, and tell");
    } catch (Exception | LinkageError e) {
      return Check.wrong(
          name,
          Check.message(e),
          reason,
          "run on linux-x86_64, or build with -Djavacpp.platform=PLATFORM; a directory for"
              + " temporary files must allow execution: -Djava.io.tmpdir,"
              + " -Dorg.bytedeco.javacpp.cachedir");
    }
  }

  static Check heap(long maxBytes, JvmDemand demand) {
    String found = gibibytes(maxBytes) + ", training takes " + gibibytes(demand.heap());
    return maxBytes >= demand.heap()
        ? Check.right("heap", found)
        : Check.wrong(
            "heap",
            found,
            "results of workers, and activations of a batch lie there: training ends in an"
                + " OutOfMemoryError, or never",
            demand.role().memoryOption + " as below, or lower train.workers, train.batch-words");
  }

  /**
   * @param maxBytes that JavaCPP allows to be allocated; 0: any
   */
  static Check offHeap(long maxBytes, JvmDemand demand) {
    String found =
        (maxBytes == 0 ? "any" : gibibytes(maxBytes))
            + ", training takes "
            + gibibytes(demand.offHeap());
    return maxBytes == 0 || maxBytes >= demand.offHeap()
        ? Check.right("memory outside the heap", found)
        : Check.wrong(
            "memory outside the heap",
            found,
            "parameters and optimizer state lie there: ND4J ends in an OutOfMemoryError",
            "-Dorg.bytedeco.javacpp.maxbytes in "
                + demand.role().properties
                + ".extraJavaOptions as below");
  }

  /**
   * @param maxBytes of the whole process that JavaCPP allows; 0: any
   */
  static Check resident(long maxBytes, long maxHeap, JvmDemand demand) {
    long whole = maxHeap + demand.offHeap();
    String found = maxBytes == 0 ? "any" : gibibytes(maxBytes);
    return maxBytes == 0 || maxBytes >= whole
        ? Check.right("memory of the process", found)
        : Check.wrong(
            "memory of the process",
            found + ", heap and ND4J take up to " + gibibytes(whole),
            "JavaCPP refuses to allocate from there on",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0 in "
                + demand.role().properties
                + ".extraJavaOptions");
  }

  /** Bytes that heap, once it is large enough, and ND4J take of this JVM's machine at most. */
  static long memory(JvmDemand demand) {
    return Math.max(Runtime.getRuntime().maxMemory(), demand.heap()) + demand.offHeap();
  }

  /** Bytes of this JVM's machine or container. */
  static long machineBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /**
   * @param bytes of the machine
   * @param jvms bytes that each of its JVMs takes at most
   */
  static Check machine(long bytes, Collection<Long> jvms, JvmDemand.Role role) {
    long whole = jvms.stream().mapToLong(Long::longValue).sum();
    return bytes >= whole
        ? Check.right("memory of the machine", gibibytes(bytes))
        : Check.wrong(
            "memory of the machine",
            gibibytes(bytes)
                + ", heap and ND4J "
                + (jvms.size() == 1 ? "" : "of " + jvms.size() + " processes ")
                + "take up to "
                + gibibytes(whole),
            "the system ends a process that it has no memory for",
            "a larger machine or container, "
                + (jvms.size() == 1 ? "" : "fewer executors on it, ")
                + "or lower "
                + role.memoryOption
                + " where the heap is larger than it must be");
  }

  /**
   * @param number what OMP_NUM_THREADS says; null where it is not set
   */
  static Check threads(String number, JvmDemand.Role role) {
    return "1".equals(number)
        ? Check.right("OMP_NUM_THREADS", number)
        : Check.wrong(
            "OMP_NUM_THREADS",
            number == null ? "not set" : number,
            "several OpenBLAS threads a task sum in another order, so that training is not the"
                + " same to the bit, and fight for cores",
            role == JvmDemand.Role.EXECUTOR
                ? "--conf spark.executorEnv.OMP_NUM_THREADS=1"
                : "OMP_NUM_THREADS=1 in front of the command");
  }

  /** As {@code 2.5 GiB}; little as {@code 20 MiB}. */
  static String gibibytes(long bytes) {
    return bytes < 1L << 29
        ? String.format(Locale.ROOT, "%d MiB", (bytes >> 20) + 1)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }

  /** Multiplies small whole numbers, whose sums floats hold exactly. */
  private static boolean isRightProduct() {
    float[] a = new float[SIDE * SIDE];
    float[] b = new float[SIDE * SIDE];
    for (int i = 0; i < a.length; i++) {
      a[i] = i % 7 - 3;
      b[i] = i % 5 - 2;
    }
    float[] expected = new float[SIDE * SIDE];
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        for (int k = 0; k < SIDE; k++) {
          expected[row * SIDE + column] += a[row * SIDE + k] * b[k * SIDE + column];
        }
      }
    }
    INDArray product =
        Nd4j.createFromArray(a)
            .reshape(SIDE, SIDE)
            .mmul(Nd4j.createFromArray(b).reshape(SIDE, SIDE));
    return Arrays.equals(product.dup('c').data().asFloat(), expected);
  }

  private static boolean isRightRoundTrip() {
    byte[] text = "a word, a word, a word".getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(Zstd.decompress(Zstd.compress(text), text.length), text);
  }
}
