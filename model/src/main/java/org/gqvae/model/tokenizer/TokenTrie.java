package org.gqvae.model.tokenizer;

import java.util.Arrays;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * The tokens of a vocabulary but the specials, as a trie of their bytes: a walk from the root along
 * a text passes all tokens that begin there, and ends where no longer one does. Edges stand in one
 * array by open addressing.
 */
final class TokenTrie {
  /** The node where walks begin. */
  static final int ROOT = 0;

  /** No node. */
  static final int NONE = -1;

  /** An edge's parent and byte share 32 bits. */
  private static final int MAX_NODES = 1 << 24;

  private long[] edges = new long[1 << 10]; // parent, 24 bits | byte, 8 | child, 32; 0: a free slot
  private int[] ids = new int[1 << 9]; // by node: the token that ends there, or NONE
  private int nodes;

  TokenTrie(Vocabulary vocabulary) {
    addNode();
    for (int id = 0; id < vocabulary.ordinaryIds(); id++) {
      int node = ROOT;
      for (byte value : vocabulary.literal(id)) {
        int child = child(node, value);
        node = child == NONE ? addChild(node, value) : child;
      }
      ids[node] = id;
    }
  }

  /** Bytes on the heap of a trie of so many nodes. */
  static long bytes(int nodes) {
    long powerOfTwo = Integer.highestOneBit(Math.max(1, nodes - 1)) * 2L;
    return powerOfTwo * (2 * Long.BYTES + Integer.BYTES);
  }

  /** The node that a byte leads to, or {@link #NONE}. */
  int child(int node, byte value) {
    long edge = edges[slot(edges, key(node, value))];
    return edge == 0 ? NONE : (int) edge;
  }

  /** The id of the token that ends at a node, or {@link #NONE}. */
  int id(int node) {
    return ids[node];
  }

  private int addChild(int parent, byte value) {
    int child = addNode();
    if (2 * nodes > edges.length) {
      grow();
    }
    int key = key(parent, value);
    edges[slot(edges, key)] = (long) key << Integer.SIZE | child;
    return child;
  }

  private int addNode() {
    if (nodes == MAX_NODES) {
      throw new IllegalStateException("Too many tokens: they have over 2^24 distinct beginnings");
    }
    if (nodes == ids.length) {
      ids = Arrays.copyOf(ids, 2 * nodes);
    }
    ids[nodes] = NONE;
    return nodes++;
  }

  private void grow() {
    long[] grown = new long[2 * edges.length];
    for (long edge : edges) {
      if (edge != 0) {
        grown[slot(grown, (int) (edge >>> Integer.SIZE))] = edge;
      }
    }
    edges = grown;
  }

  private static int key(int node, byte value) {
    return node << Byte.SIZE | (value & 0xFF);
  }

  /** Where the edge of that key is, or the free slot that it would take. */
  private static int slot(long[] edges, int key) {
    int mask = edges.length - 1;
    int hash = key * 0x9E3779B9;
    int slot = (hash ^ hash >>> 15) & mask;
    while (edges[slot] != 0 && (int) (edges[slot] >>> Integer.SIZE) != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
