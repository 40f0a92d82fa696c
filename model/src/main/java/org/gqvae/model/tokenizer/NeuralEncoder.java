package org.gqvae.model.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVae.Encoding;
import org.gqvae.model.network.WordBatch;
import org.gqvae.model.text.Word;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * The paper's policy (section 3.3): gates end tokens and codes name them. Where a code's token is
 * not what the word says, the segment is repaired, together with the wrong ones beside it, by the
 * fewest tokens of the vocabulary. Not thread-safe, like the network.
 */
public final class NeuralEncoder implements WordEncoder {
  private static final int WORDS_AT_ONCE = 256;

  private final GqVae network;
  private final Vocabulary vocabulary;
  private final ViterbiEncoder repairs;
  private final int[] codeTokens; // (V)  the id that each code names, -1 for none

  /**
   * @param network bound for encoding, so that a word's ids do not depend on its neighbours
   * @param codeTokens (V) the id that each code names, -1 for none
   */
  public NeuralEncoder(GqVae network, Vocabulary vocabulary, int[] codeTokens) {
    if (codeTokens.length != network.spec().codebookSize()) {
      throw new IllegalArgumentException(
          codeTokens.length
              + " codes have tokens, but the codebook has "
              + network.spec().codebookSize());
    }
    if (!network.hasCodes()) {
      throw new IllegalArgumentException("the network's quantizer is not on: it has no codes yet");
    }
    this.network = network;
    this.vocabulary = vocabulary;
    // Without counts: what a token is used for must not change how it is used.
    this.repairs = new ViterbiEncoder(vocabulary.withCounts(new long[vocabulary.size()]));
    this.codeTokens = codeTokens.clone();
  }

  /** Bytes on the heap of an encoder, its network and vocabulary left out. */
  public static long heapBytes(int codes, int tokens) {
    long counts = (long) Long.BYTES * tokens;
    return (long) Integer.BYTES * codes + counts + ViterbiEncoder.heapBytes(tokens);
  }

  /**
   * A word as gates and codes encode it.
   *
   * @param ids of the word's tokens; not copied
   * @param segments that the gates cut the word into
   * @param repaired of those, the segments that their code does not name
   */
  public record Gated(int[] ids, int segments, int repaired) {
    /** Whether codes name all of the word: nothing of it is repaired. */
    public boolean isExact() {
      return repaired == 0;
    }
  }

  @Override
  public List<int[]> encode(List<Word> words) {
    return encodeGated(words).stream().map(Gated::ids).toList();
  }

  /** Encodes words as {@link #encode} does, and tells what the gates made of each. */
  public List<Gated> encodeGated(List<Word> words) {
    List<Gated> gated = new ArrayList<>(words.size());
    for (int from = 0; from < words.size(); from += WORDS_AT_ONCE) {
      WordBatch batch =
          WordBatch.of(words.subList(from, Math.min(words.size(), from + WORDS_AT_ONCE)));
      Encoding encoding = network.encode(batch);
      for (int w = 0; w < batch.count(); w++) {
        gated.add(gated(batch, encoding, w));
      }
    }
    return gated;
  }

  /** Word {@code w} of a batch that the network has encoded. */
  public Gated gated(WordBatch batch, Encoding encoding, int w) {
    int[] ids = new int[batch.length(w)];
    byte[] word = bytes(batch, w);
    int size = 0;
    int segments = 0;
    int repaired = 0;
    int right = 0; // where the last segment that its code names ends
    for (int from = 0; from < word.length; ) {
      int to = network.tokenEnd(encoding, batch.start(w) + from) - batch.start(w);
      int token = codeTokens[encoding.codes()[batch.start(w) + to - 1]];
      if (isNamed(token, word, from, to)) {
        size = repair(word, right, from, ids, size);
        ids[size++] = token;
        right = to;
      } else {
        repaired++;
      }
      segments++;
      from = to;
    }
    size = repair(word, right, word.length, ids, size);
    return new Gated(Arrays.copyOf(ids, size), segments, repaired);
  }

  private boolean isNamed(int token, byte[] word, int from, int to) {
    return token >= 0 && token == vocabulary.idOf(word, from, to);
  }

  private static byte[] bytes(WordBatch batch, int w) {
    byte[] word = new byte[batch.length(w)];
    for (int t = 0; t < word.length; t++) {
      word[t] = (byte) batch.symbol(batch.start(w) + t);
    }
    return word;
  }

  /** Appends the fewest tokens of {@code word[from..to)} to the {@code size} ids so far. */
  private int repair(byte[] word, int from, int to, int[] ids, int size) {
    if (from == to) {
      return size;
    }
    int[] tokens = repairs.encode(Word.of(word, from, to));
    System.arraycopy(tokens, 0, ids, size, tokens.length);
    return size + tokens.length;
  }
}
