package org.gqvae.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.text.RandomText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loop of training leaves nothing to the garbage collector. */
class AllocationTest {
  private static final int PASSES = 20;

  private static Stream<GqVaeSpec> specs() {
    return Stream.concat(
        Networks.specs(), Stream.of(Networks.gumbelSpec(), Networks.codelessSpec()));
  }

  /** Some objects of a few words each; the smallest matrix here has two kilobytes. */
  @ParameterizedTest
  @MethodSource("specs")
  void aPassOnAKnownBatchAllocatesNoMatrix(GqVaeSpec spec) {
    float[] values = Networks.values(spec, 5);
    GqVae network =
        new GqVae(spec, new Objective(1, 0.25, 1, 0.9, 0.1, Annealing.NONE, GateCost.fixed(1)));
    network.bind(new FloatPointer(values), new FloatPointer(new float[values.length]));
    WordBatch batch = WordBatch.of(Networks.words(RandomText.random(), 300));
    network.accumulateGradient(batch);

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int pass = 0; pass < PASSES; pass++) {
      network.accumulateGradient(batch);
    }
    long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / PASSES;
    assertThat(bytes).as("bytes a pass").isLessThan(2_000);
  }
}
