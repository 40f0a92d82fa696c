package org.gqvae.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.gqvae.model.layers.FixedOrderKernel;
import org.gqvae.model.layers.Kernel;
import org.gqvae.model.layers.OpenBlasKernel;
import org.gqvae.model.layers.Parameters;
import org.gqvae.model.layers.Parameters.Role;
import org.gqvae.model.layers.Parameters.Slice;
import org.gqvae.model.layers.Parameters.Start;
import org.gqvae.model.layers.Vectors;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.text.Literals;

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
  /** In the place of a code. */
  public static final int NO_CODE = -1;

  /** Codes that are decoded together: the decoder keeps some 40 floats a code and unit of width. */
  private static final int CODES_AT_ONCE = 1_536;

  private final GqVaeSpec spec;
  private final Objective objective;
  private final Parameters parameters = new Parameters();
  private final Slice gateCost;
  private final Encoder encoder;
  private final Quantizer quantizer;
  private final Gates gater;
  private final SoftMask softMask;
  private final Decoder decoder;
  private final float[] gateCostValue = new float[1];
  private final float[] gateCostGradient = new float[1];
  private float[] latents; // z (P, D)
  private float[] quantized; // z_q (P, D)
  private float[] gates; // g (P)
  private float[] mask; // m (P, K)
  private float[] decoded; // (P, D)
  private float[] latentGradient = new float[0]; // (P, D)
  private float[] maskGradient = new float[0]; // (P, K)

  GqVae(GqVaeSpec spec, Objective objective) {
    this.spec = spec;
    this.objective = objective;
    this.encoder = new Encoder(parameters, spec);
    this.gater = Gates.of(parameters, spec, objective.gateCost());
    this.decoder = new Decoder(parameters, spec);
    this.softMask = new SoftMask(spec.tokenBytes());
    this.quantizer = Quantizer.of(parameters, spec, objective);
    this.gateCost = parameters.declare("gate.cost", Role.STATE, Start.ZEROS, 1, 1);
  }

  /** A network that encodes, in sums of fixed order, with {@code values} as its parameters. */
  public static GqVae forEncoding(GqVaeSpec spec, float[] values) {
    GqVae network = new GqVae(spec, Objective.NONE);
    network.checkCount(values);
    network.bind(new FixedOrderKernel(values));
    return network;
  }

  /** A network that measures losses, through OpenBLAS, with {@code values} as its parameters. */
  public static GqVae forMeasuring(GqVaeSpec spec, Objective objective, float[] values) {
    GqVae network = new GqVae(spec, objective);
    network.checkCount(values);
    network.bind(new FloatPointer(values), null);
    return network;
  }

  private void checkCount(float[] values) {
    if (values.length != parameters.size()) {
      throw new IllegalArgumentException(
          "a network of "
              + spec
              + " has "
              + parameters.size()
              + " parameters, not "
              + values.length);
    }
  }

  /**
   * The number of parameters of a network of this shape, state included; no parameters are
   * allocated.
   */
  public static long parameterCount(GqVaeSpec spec) {
    return new GqVae(spec, Objective.NONE).parameters.size();
  }

  /** The parameters from which the training with this seed sets out. */
  public static float[] initialValues(GqVaeSpec spec, long seed) {
    return new GqVae(spec, Objective.NONE).initialValues(seed);
  }

  /** The number of those of them that the optimizer trains. */
  public static long trainedParameterCount(GqVaeSpec spec) {
    return new GqVae(spec, Objective.NONE)
        .parameters.slices().stream()
            .filter(slice -> slice.role() != Role.STATE)
            .mapToLong(Slice::size)
            .sum();
  }

  /**
   * Bytes on the heap of the codebook of a network of this shape that encodes, and of what finds
   * its codes.
   */
  public static long codebookBytes(GqVaeSpec spec) {
    return Quantizer.encodingBytes(spec);
  }

  /** Bytes on the heap of the {@link #literals} of a network of this shape. */
  public static long literalsBytes(GqVaeSpec spec) {
    return spec.hasCodebook() ? spec.codebookSize() * Literals.heapBytes(spec.tokenBytes()) : 0;
  }

  public GqVaeSpec spec() {
    return spec;
  }

  Parameters parameters() {
    return parameters;
  }

  /**
   * Trains on the vector at {@code values} and adds to that at {@code gradients}, both off-heap;
   * without gradients it can only measure.
   */
  void bind(FloatPointer values, FloatPointer gradients) {
    bind(new OpenBlasKernel(values, gradients));
  }

  void bind(Kernel kernel) {
    parameters.bind(kernel);
    refresh();
  }

  /** To be called whenever the bound parameters have been changed. */
  void refresh() {
    quantizer.refresh();
    parameters.kernel().read(gateCost, gateCostValue);
  }

  /** Values for a new network, the same for the same seed. */
  float[] initialValues(long seed) {
    float[] values = parameters.initialValues(seed);
    values[Math.toIntExact(gateCost.offset())] = (float) objective.gateCost().initial();
    return values;
  }

  /** The losses on a batch, nothing moved. */
  public Losses evaluate(WordBatch batch) {
    forward(batch);
    return losses(batch, reconstruction(batch, null, null), masking(batch, null, null));
  }

  /** The losses on a batch, where they come from, and its encoding; nothing moved. */
  public Observation observe(WordBatch batch) {
    forward(batch);
    int slots = spec.tokenBytes();
    // The mask's gradient of this loss is the weighted cross entropy of each slot.
    maskGradient = Vectors.zeros(maskGradient, batch.positions() * slots);
    double reconstruction = reconstruction(batch, null, maskGradient);
    float[] byPosition = new float[batch.positions()];
    for (int p = 0; p < byPosition.length; p++) {
      byPosition[p] =
          Vectors.dot(mask, p * slots, maskGradient, p * slots, slots) / batch.weight(p);
    }
    return new Observation(
        losses(batch, reconstruction, masking(batch, null, null)), encoding(), byPosition);
  }

  /**
   * The losses on a batch; adds their gradient to the bound gradients, and what moves the state.
   */
  Losses accumulateGradient(WordBatch batch) {
    refresh();
    forward(batch);
    int rows = batch.positions();
    int size = rows * spec.width();
    latentGradient = Vectors.zeros(latentGradient, size);
    maskGradient = Vectors.zeros(maskGradient, rows * spec.tokenBytes());
    Losses losses =
        losses(
            batch,
            reconstruction(batch, latentGradient, maskGradient),
            masking(batch, latentGradient, maskGradient));
    decoder.backward(latentGradient, rows);
    float[] gateGradient = softMask.backward(maskGradient);
    for (int p = 0; p < rows; p++) {
      gateGradient[p] += gateCostValue[0] * batch.weight(p);
    }
    float[] gaterGradient = gater.backward(gateGradient);
    switch (spec.gaterInput()) {
      case ENCODED -> {
        quantizer.backward(latentGradient);
        Vectors.add(gaterGradient, 0, latentGradient, 0, size);
      }
      case QUANTIZED -> {
        Vectors.add(gaterGradient, 0, latentGradient, 0, size);
        quantizer.backward(latentGradient);
      }
    }
    encoder.backward(latentGradient);
    if (objective.gateCost().isSteered()) {
      steerGateCost(batch);
    }
    return losses;
  }

  /**
   * Where the tokens of a batch's words end and which codes stand there. A network {@link
   * #forEncoding} looks for no other codes, unless its gater reads them.
   */
  public Encoding encode(WordBatch batch) {
    if (spec.gaterInput() == GaterInput.QUANTIZED || !parameters.kernel().fixesOrder()) {
      forwardToGates(batch);
      return encoding();
    }
    latents = encoder.forward(batch);
    gates = gater.forward(latents, batch);
    BitSet ends = TokenEnds.of(batch, gates, gater.logits(), spec.tokenBytes());
    int[] codes = quantizer.nearest(latents, batch.positions(), ends);
    return new Encoding(latents, codes, gates, gater.logits());
  }

  private void forwardToGates(WordBatch batch) {
    latents = encoder.forward(batch);
    quantized = quantizer.forward(latents, batch);
    gates =
        gater.forward(
            switch (spec.gaterInput()) {
              case ENCODED -> latents;
              case QUANTIZED -> quantized;
            },
            batch);
  }

  private void forward(WordBatch batch) {
    forwardToGates(batch);
    mask = softMask.forward(gates, batch);
    decoded = decoder.forward(quantized, batch.positions());
  }

  private double reconstruction(WordBatch batch, float[] decodedGradient, float[] maskGradient) {
    return decoder.slots().loss(decoded, mask, batch, decodedGradient, maskGradient);
  }

  private double masking(WordBatch batch, float[] decodedGradient, float[] maskGradient) {
    return decoder
        .length()
        .loss(decoded, mask, gates, objective.mask(), batch, decodedGradient, maskGradient);
  }

  private Losses losses(WordBatch batch, double reconstruction, double masking) {
    double gateRate = 0;
    for (int p = 0; p < batch.positions(); p++) {
      gateRate += batch.weight(p) * gates[p];
    }
    return new Losses(
        reconstruction,
        gateCostValue[0] * gateRate + gater.logitLoss(),
        masking,
        quantizer.loss(),
        gateRate);
  }

  /** Moves the cost of a gate: the optimizer subtracts the gradient of state as it is. */
  private void steerGateCost(WordBatch batch) {
    double cost = gateCostValue[0];
    double next = objective.gateCost().next(cost, tokenRate(batch));
    gateCostGradient[0] = (float) (cost - next);
    parameters.kernel().addGradient(gateCost, gateCostGradient);
  }

  /** Tokens a running byte. */
  private double tokenRate(WordBatch batch) {
    double rate = 0;
    for (int from = 0; from < batch.positions(); ) {
      int end = tokenEnd(gates, from);
      rate += batch.weight(from);
      from = end;
    }
    return rate;
  }

  private Encoding encoding() {
    return new Encoding(latents, quantizer.codes(), gates, gater.logits());
  }

  /**
   * The logits (P, K) of the token lengths at each position of a batch; the network's own buffer.
   */
  float[] lengthLogits(WordBatch batch) {
    forward(batch);
    return decoder.length().logits(decoded, batch.positions());
  }

  /** True once the quantizer, if there is one, has been switched on: else latents have no codes. */
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
    int width = spec.width();
    List<byte[]> literals = new ArrayList<>(codes);
    for (int from = 0; from < codes; from += CODES_AT_ONCE) {
      int to = Math.min(codes, from + CODES_AT_ONCE);
      float[] rows = Arrays.copyOfRange(quantizer.codebook(), from * width, to * width);
      addLiterals(rows, to - from, literals);
    }
    return literals;
  }

  /** Adds the literals of latents (rows, D). */
  private void addLiterals(float[] latents, int rows, List<byte[]> literals) {
    float[] h = decoder.forward(latents, rows);
    int[] lengths = decoder.length().lengths(h, rows);
    byte[][] bytes = new byte[spec.tokenBytes()][];
    for (int j = 0; j < bytes.length; j++) {
      bytes[j] = decoder.slots().likeliest(h, rows, j);
    }
    for (int row = 0; row < rows; row++) {
      byte[] literal = new byte[lengths[row]];
      for (int j = 0; j < literal.length; j++) {
        literal[literal.length - 1 - j] = bytes[j][row];
      }
      literals.add(literal);
    }
  }

  /**
   * The position behind the token that begins at {@code start}: behind the first position whose
   * gate is over one half, or behind K bytes.
   */
  public int tokenEnd(Encoding encoding, int start) {
    return tokenEnd(encoding.gates(), start);
  }

  private int tokenEnd(float[] g, int start) {
    int p = start;
    while (g[p] <= 0.5f && p + 1 - start < spec.tokenBytes()) {
      p++;
    }
    return p + 1;
  }

  /**
   * What the network makes of a batch of P positions; the arrays are its own until its next call.
   *
   * @param latents z (P, D)
   * @param codes (P), the nearest code of each position, or {@link #NO_CODE} where none was looked
   *     for; meaningless before the quantizer is on
   * @param gates (P), the probability that a token ends here; 1 at the end of a word
   * @param gateLogits (P), ln(g / (1 - g)), which still tells gates apart where their probabilities
   *     have been rounded to 0 or 1; meaningless at the end of a word
   */
  public record Encoding(float[] latents, int[] codes, float[] gates, float[] gateLogits) {}

  /**
   * Losses and where they come from.
   *
   * @param reconstruction (P), the reconstruction loss of each position in nats
   */
  public record Observation(Losses losses, Encoding encoding, float[] reconstruction) {}
}
