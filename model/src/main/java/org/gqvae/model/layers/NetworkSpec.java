package org.gqvae.model.layers;

import java.io.Serializable;

/** All that decides what network is trained. Equal ones make equal networks. */
public interface NetworkSpec extends Serializable {

  /** A network of this shape that is bound to no parameters. */
  TrainableNetwork newNetwork();
}
