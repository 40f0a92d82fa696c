package org.gqvae.model.layers;

/** y (P, out) = GELU(x (P, in) . W1 + b1) . W2 + b2, with a hidden layer of 4 x in. */
public final class FeedForward {
  private final Parameters parameters;
  private final Linear expand;
  private final Gelu gelu = new Gelu();
  private final Linear contract;
  private int hiddenSize;

  public FeedForward(Parameters parameters, String name, int inputs, int outputs) {
    this.parameters = parameters;
    this.expand = new Linear(parameters, name + ".expand", inputs, 4 * inputs);
    this.contract = new Linear(parameters, name + ".contract", 4 * inputs, outputs);
  }

  public float[] forward(float[] x, int rows) {
    hiddenSize = rows * expand.outputs();
    return contract.forward(gelu.forward(expand.forward(x, rows), hiddenSize), rows);
  }

  public float[] backward(float[] dy) {
    float[] hiddenGradient = parameters.scratch(hiddenSize);
    contract.backward(dy, hiddenGradient);
    return expand.backward(gelu.backward(hiddenGradient));
  }
}
