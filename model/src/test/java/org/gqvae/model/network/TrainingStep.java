package org.gqvae.model.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.layers.NetworkGraph;
import org.gqvae.model.layers.OptimizerSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.training.WordShard;
import org.gqvae.model.training.WordShard.Draw;
import org.nd4j.linalg.dataset.DataSet;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast a training step is, on one thread: words a second, and what share of OpenBLAS's own
 * speed it reaches. From the project's directory:
 *
 * <pre>
 * mvn -q -pl model test-compile exec:exec@training-step
 * </pre>
 *
 * <p>{@code runningWords} and {@code distinctWords} are words a second, behind {@code ·cpu} a
 * second of CPU time; {@code ·share} is the operations of {@link TrainingFlops} a second over those
 * of a large square sgemm, measured before and after each iteration in the same process ({@link
 * SgemmShare}). The batch is written to target/training-step-words.txt, a word's bytes in
 * hexadecimal and its count a line, from which src/bench/python/training_step.py does the same step
 * in PyTorch.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
@State(Scope.Thread)
public class TrainingStep {
  private static final Path BATCH = Path.of("target", "training-step-words.txt");
  private static final int RUNNING_WORDS = 2_048;
  private static final int CODES = 2_000;
  private static final long SEED = 1;

  /** D. */
  @Param({"64", "128", "256"})
  public int width;

  private ComputationGraph graph;
  private DataSet dataSet;
  private GqVae network;
  private WordBatch batch;
  private long flops;

  /** What a second brings. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Work {
    public long runningWords;
    public long distinctWords;
    public long flops;

    private void add(TrainingStep step) {
      runningWords += RUNNING_WORDS;
      distinctWords += step.batch.count();
      flops += step.flops;
    }
  }

  /** Draws the batch and makes the network. */
  @Setup
  public void prepare() {
    Draw draw = WordShard.of(BenchmarkWords.counts(), 0, SEED).training().draw(RUNNING_WORDS, SEED);
    write(draw);
    GqVaeSpec spec = spec(width);
    batch = WordBatch.of(draw.words(), Arrays.stream(draw.counts()).boxed().toList());
    flops = new TrainingFlops(spec, batch).step();
    Objective objective = new Objective(1, 0.25, 1, 0.99, GateCost.fixed(10));
    graph =
        GqVaeGraph.create(
            spec,
            objective,
            new OptimizerSpec(OptimizerSpec.Method.AMSGRAD, 2e-3, 10, 1e-4, 30, 600, 0.1, 0),
            SEED);
    CodebookView.of(graph).switchOn();
    dataSet = TrainingBatch.dataSet(draw.words(), draw.counts(), 0);
    float[] values = NetworkGraph.values(graph);
    network = new GqVae(spec, objective);
    network.bind(new FloatPointer(values), new FloatPointer(new float[values.length]));
  }

  private static GqVaeSpec spec(int width) {
    return new GqVaeSpec(
        10,
        CODES,
        width,
        width / 32,
        4,
        2,
        4,
        Positions.LEARNED,
        CodebookLearning.MOVING_AVERAGE,
        GaterInput.ENCODED);
  }

  private static void write(Draw draw) {
    List<String> lines = new ArrayList<>();
    for (int w = 0; w < draw.words().size(); w++) {
      StringBuilder line = new StringBuilder();
      for (int t = 0; t < draw.words().get(w).length(); t++) {
        line.append(HexFormat.of().toHexDigits(draw.words().get(w).byteAt(t)));
      }
      lines.add(line + " " + draw.counts()[w]);
    }
    try {
      Files.createDirectories(BATCH.toAbsolutePath().getParent());
      Files.write(BATCH, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A step as training takes it: DL4J's fit with AMSGrad, moving averages included. */
  @Benchmark
  public double step(Work work) {
    graph.fit(dataSet);
    work.add(this);
    return graph.score();
  }

  /** The losses and their gradient alone. */
  @Benchmark
  public Losses gradient(Work work) {
    Losses losses = network.accumulateGradient(batch);
    work.add(this);
    return losses;
  }
}
