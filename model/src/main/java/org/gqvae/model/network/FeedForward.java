package org.gqvae.model.network;

/** y (P, out) = GELU(x (P, in) . W1 + b1) . W2 + b2, with a hidden layer of 4 x in. */
final class FeedForward {
  private final Linear expand;
  private final Gelu gelu = new Gelu();
  private final Linear contract;

  FeedForward(Parameters parameters, String name, int inputs, int outputs) {
    this.expand = new Linear(parameters, name + ".expand", inputs, 4 * inputs);
    this.contract = new Linear(parameters, name + ".contract", 4 * inputs, outputs);
  }

  float[] forward(float[] x, int rows) {
    return contract.forward(gelu.forward(expand.forward(x, rows), rows * expand.outputs()), rows);
  }

  float[] backward(float[] dy) {
    return expand.backward(gelu.backward(contract.backward(dy)));
  }
}
