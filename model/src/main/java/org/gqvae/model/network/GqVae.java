package org.gqvae.model.network;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.Parameters.Role;
import org.gqvae.model.network.Parameters.Slice;
import org.gqvae.model.network.Parameters.Start;

/**
 * The gated quantized variational autoencoder over single words (arXiv 2512.21913, section 3).
 *
 * <pre>
 * bytes (P) --Encoder--> z (P, D) --Quantizer--> codes (P), z_q (P, D)
 *   z or z_q --Gater--> g (P) --SoftMask--> m (P, K)
 *   z_q --Decoder--> bytes (P, K, 256) and lengths (P, K), held against the word itself under m
 * </pre>
 *
 * <p>A word's encoding never depends on the words beside it in a batch. Not thread-safe: each
 * thread has its own.
 */
public final class GqVae {
  private final GqVaeSpec spec;
  private final Objective objective;
  private final Parameters parameters = new Parameters();
  private final Slice gateCost;
  private final Encoder encoder;
  private final Quantizer quantizer;
  private final Gater gater;
  private final SoftMask softMask;
  private final Decoder decoder;
  private final float[] gateCostValue = new float[1];
  private float[] latentGradient = new float[0]; // (P, D)
  private float[] maskGradient = new float[0]; // (P, K)

  GqVae(GqVaeSpec spec, Objective objective) {
    this.spec = spec;
    this.objective = objective;
    this.encoder = new Encoder(parameters, spec);
    this.gater = new Gater(parameters, spec);
    this.decoder = new Decoder(parameters, spec);
    this.softMask = new SoftMask(spec.tokenBytes());
    this.quantizer = new Quantizer(parameters, spec, objective);
    this.gateCost = parameters.declare("gate.cost", Role.STATE, Start.ZEROS, 1, 1);
  }

  /** A network that encodes, in sums of fixed order, with {@code values} as its parameters. */
  public static GqVae forEncoding(GqVaeSpec spec, float[] values) {
    GqVae network = new GqVae(spec, new Objective(0, 0, 0, 0));
    if (values.length != network.parameters.size()) {
      throw new IllegalArgumentException(
          "a network of "
              + spec
              + " has "
              + network.parameters.size()
              + " parameters, not "
              + values.length);
    }
    network.bind(new FixedOrderKernel(values));
    return network;
  }

  /** The number of parameters of a network of this shape, state included. */
  public static long parameterCount(GqVaeSpec spec) {
    return new GqVae(spec, new Objective(0, 0, 0, 0)).parameters.size();
  }

  public GqVaeSpec spec() {
    return spec;
  }

  Parameters parameters() {
    return parameters;
  }

  /**
   * Trains on the vector at {@code values} and adds to that at {@code gradients}; both off-heap.
   */
  void bind(FloatPointer values, FloatPointer gradients) {
    bind(new OpenBlasKernel(values, gradients));
  }

  private void bind(Kernel kernel) {
    parameters.bind(kernel);
    refresh();
  }

  /** To be called whenever the bound parameters have been changed. */
  void refresh() {
    quantizer.refresh();
    parameters.kernel().read(gateCost, gateCostValue);
  }

  /** Values for a new network, the same for the same seed. */
  float[] initialValues(long seed, double initialGateCost) {
    float[] values = new float[Math.toIntExact(parameters.size())];
    SplittableRandom random = new SplittableRandom(seed);
    for (Slice slice : parameters.slices()) {
      int from = Math.toIntExact(slice.offset());
      double bound = 1 / Math.sqrt(slice.rows());
      for (int i = from; i < from + slice.size(); i++) {
        values[i] =
            (float)
                switch (slice.start()) {
                  case ZEROS -> 0;
                  case ONES -> 1;
                  case UNIFORM_FAN_IN -> bound * (2 * random.nextDouble() - 1);
                  case NORMAL -> random.nextGaussian();
                };
      }
    }
    values[Math.toIntExact(gateCost.offset())] = (float) initialGateCost;
    return values;
  }

  /** The losses on a batch, nothing moved. */
  public Losses evaluate(WordBatch batch) {
    return run(batch, false);
  }

  /** The losses on a batch; adds their gradient to the bound gradients. */
  Losses accumulateGradient(WordBatch batch) {
    refresh();
    return run(batch, true);
  }

  private Losses run(WordBatch batch, boolean withGradient) {
    int rows = batch.positions();
    int width = spec.width();
    int slots = spec.tokenBytes();
    float[] z = encoder.forward(batch);
    float[] zq = quantizer.forward(z, batch);
    float[] gates = gater.forward(gaterInput(z, zq), batch);
    float[] mask = softMask.forward(gates, batch);
    float[] h = decoder.forward(zq, rows);

    float[] dh = null;
    float[] dm = null;
    if (withGradient) {
      latentGradient = Vectors.zeros(latentGradient, rows * width);
      maskGradient = Vectors.zeros(maskGradient, rows * slots);
      dh = latentGradient;
      dm = maskGradient;
    }
    double reconstruction = decoder.slots().loss(h, mask, batch, dh, dm);
    double masking = decoder.length().loss(h, mask, gates, objective.mask(), batch, dh, dm);
    double gateRate = 0;
    for (int p = 0; p < rows; p++) {
      gateRate += batch.weight(p) * gates[p];
    }
    Losses losses =
        new Losses(
            reconstruction, gateCostValue[0] * gateRate, masking, quantizer.loss(), gateRate);

    if (withGradient) {
      decoder.backward(dh, rows);
      float[] dg = softMask.backward(dm);
      for (int p = 0; p < rows; p++) {
        dg[p] += gateCostValue[0] * batch.weight(p);
      }
      float[] gaterGradient = gater.backward(dg);
      if (spec.gaterInput() == GaterInput.QUANTIZED) {
        Vectors.add(gaterGradient, 0, dh, 0, rows * width);
      }
      quantizer.backward(dh);
      if (spec.gaterInput() == GaterInput.ENCODED) {
        Vectors.add(gaterGradient, 0, dh, 0, rows * width);
      }
      encoder.backward(dh);
    }
    return losses;
  }

  private float[] gaterInput(float[] z, float[] zq) {
    return switch (spec.gaterInput()) {
      case ENCODED -> z;
      case QUANTIZED -> zq;
    };
  }

  /** Where the tokens of a batch's words end and which codes stand there. */
  public Encoding encode(WordBatch batch) {
    float[] z = encoder.forward(batch);
    float[] zq = quantizer.forward(z, batch);
    float[] gates = gater.forward(gaterInput(z, zq), batch);
    return new Encoding(z, quantizer.nearest(), gates);
  }

  /**
   * The logits (P, K) of the token lengths at each position of a batch; the network's own buffer.
   */
  float[] lengthLogits(WordBatch batch) {
    float[] zq = quantizer.forward(encoder.forward(batch), batch);
    return decoder.length().logits(decoder.forward(zq, batch.positions()), batch.positions());
  }

  /** True once the quantizer has been switched on: before that, latents have no codes. */
  public boolean hasCodes() {
    return quantizer.isOn();
  }

  /** The codebook (V, D), row-major; not to be changed. */
  public float[] codebook() {
    return quantizer.codebook();
  }

  /**
   * What each code says of itself: the likeliest byte of each slot, cut to the predicted length
   * (section 3.3).
   *
   * @return V byte strings of 1..K bytes
   */
  public List<byte[]> literals() {
    int codes = spec.codebookSize();
    int slots = spec.tokenBytes();
    float[] h = decoder.forward(quantizer.codebook(), codes);
    int[] lengths = decoder.length().lengths(h, codes);
    byte[][] bytes = new byte[slots][];
    for (int j = 0; j < slots; j++) {
      bytes[j] = decoder.slots().likeliest(h, codes, j);
    }
    List<byte[]> literals = new ArrayList<>(codes);
    for (int v = 0; v < codes; v++) {
      byte[] literal = new byte[lengths[v]];
      for (int j = 0; j < literal.length; j++) {
        literal[literal.length - 1 - j] = bytes[j][v];
      }
      literals.add(literal);
    }
    return literals;
  }

  /**
   * What the network makes of a batch of P positions; the arrays are its own until its next call.
   *
   * @param latents z (P, D)
   * @param codes (P), the nearest code of each position; meaningless before the quantizer is on
   * @param gates (P), the probability that a token ends here; 1 at the end of a word
   */
  public record Encoding(float[] latents, int[] codes, float[] gates) {

    /** Whether a token ends at position {@code p}. */
    public boolean endsToken(int p) {
      return gates[p] > 0.5f;
    }
  }
}
