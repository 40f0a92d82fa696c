package org.gqvae.io.export;

/** How an id is written, little-endian. */
public enum IdType {
  UINT16(Short.BYTES),
  INT32(Integer.BYTES),
  UINT32(Integer.BYTES);

  private final int bytes;

  IdType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of an id. */
  public int bytes() {
    return bytes;
  }
}
