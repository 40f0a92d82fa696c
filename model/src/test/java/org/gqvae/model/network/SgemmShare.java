package org.gqvae.model.network;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.gqvae.model.layers.SgemmSpeed;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The speed of a benchmark that counts its words and {@code flops}, by the process's CPU time, so
 * that other programs on the machine do not count; and as a share of the speed of one large square
 * sgemm, which is taken before and after each iteration.
 */
public final class SgemmShare implements InternalProfiler {
  private static final Duration SGEMM_TIME = Duration.ofMillis(200);
  private static final double NANOS = 1e9;

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private double peak;
  private long start;

  @Override
  public String getDescription() {
    return "Speed by CPU time, and as a share of a large square sgemm";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    peak = flopsPerSecond();
    start = process.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double operationsPerSecond =
        result.getMetadata().getAllOps() / ((process.getProcessCpuTime() - start) / NANOS);
    peak = Math.max(peak, flopsPerSecond());
    double flops = operationsPerSecond * perOperation(result, "flops");
    return List.of(
        average("·cpu:runningWords", operationsPerSecond * perOperation(result, "runningWords")),
        average("·cpu:distinctWords", operationsPerSecond * perOperation(result, "distinctWords")),
        average("·cpu:flops", flops),
        average("·cpu:sgemm", peak),
        new ScalarResult("·share", flops / peak, "of sgemm", AggregationPolicy.AVG));
  }

  private static Result<?> average(String label, double value) {
    return new ScalarResult(label, value, "per s", AggregationPolicy.AVG);
  }

  private static double perOperation(IterationResult result, String counter) {
    return result.getSecondaryResults().get(counter).getScore()
        / result.getPrimaryResult().getScore();
  }

  private double flopsPerSecond() {
    return SgemmSpeed.measure(SGEMM_TIME, process::getProcessCpuTime);
  }
}
