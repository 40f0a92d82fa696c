package org.gqvae.model.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordMap;

/**
 * Encodes running text by looking its words up: a table from words to ids that starts with the
 * words put in, and learns from an encoder those that it meets.
 *
 * <pre>{@code
 * WordTable table = new WordTable(new ViterbiEncoder(vocabulary), 1_000_000);
 * TokenBuffer tokens = new TokenBuffer();
 * table.encode(text, 0, text.length, tokens);
 * }</pre>
 *
 * <p>The ids do not depend on what the table holds: it only saves time. A known word costs one
 * look-up and makes no object. Not thread-safe.
 */
public final class WordTable {
  // What the map holds of a word: where its ids begin << 6 | whether it was learned << 5 | how
  // many.
  private static final int COUNT_MASK = 0x1F;
  private static final int LEARNED = 0x20;
  private static final int OFFSET_SHIFT = 6;

  private final WordEncoder encoder;
  private final int maxLearnedWords;
  private final WordMap places = new WordMap();
  private int[] ids = new int[1024]; // of all words in the table, one word's behind another's
  private int size;
  private int learnedWords;
  private long misses;

  /**
   * @param encoder gives the ids of words that were not put in
   * @param maxLearnedWords how many of these the table keeps; what comes after them is encoded each
   *     time
   */
  public WordTable(WordEncoder encoder, int maxLearnedWords) {
    if (maxLearnedWords < 0) {
      throw new IllegalArgumentException(
          "Invalid maximum of learned words: " + maxLearnedWords + ", expected >= 0");
    }
    this.encoder = encoder;
    this.maxLearnedWords = maxLearnedWords;
  }

  /**
   * Puts a word in with its ids, which must be those that the encoder would give it.
   *
   * @throws IllegalArgumentException if the table holds the word, or there are not 1 to 16 ids
   */
  public void put(Word word, int[] ids) {
    add(word, ids, 0);
  }

  /**
   * Learns the words of {@code text[from..to)} that the table does not hold, as far as there is
   * room, all in one call of the encoder.
   */
  public void learn(byte[] text, int from, int to) {
    WordMap met = new WordMap();
    List<Word> unknown = new ArrayList<>();
    PreTokenizer.split(
        text,
        from,
        to,
        (bytes, wordFrom, wordTo) -> {
          long high = Word.high(bytes, wordFrom, wordTo);
          long low = Word.low(bytes, wordFrom, wordTo);
          int length = wordTo - wordFrom;
          if (unknown.size() < maxLearnedWords - learnedWords
              && places.get(high, low, length) < 0
              && met.get(high, low, length) < 0) {
            met.put(high, low, length, 0);
            unknown.add(new Word(high, low, length));
          }
        });
    if (!unknown.isEmpty()) {
      List<int[]> encodings = encoder.encode(unknown);
      for (int i = 0; i < unknown.size(); i++) {
        add(unknown.get(i), encodings.get(i), LEARNED);
        learnedWords++;
      }
    }
  }

  /**
   * Encodes {@code text[from..to)} and hands its words' ids to the sink, in order. Words that the
   * table does not hold are encoded one by one, and learned where there is room.
   */
  public void encode(byte[] text, int from, int to, TokenSink sink) {
    PreTokenizer.split(
        text, from, to, (bytes, wordFrom, wordTo) -> encodeWord(bytes, wordFrom, wordTo, sink));
  }

  /**
   * How many of the words encoded so far, each as often as it came, had not been put in. So the
   * number depends on the texts alone, not on what was learned before them.
   */
  public long misses() {
    return misses;
  }

  /** The number of words in the table. */
  public int size() {
    return places.size();
  }

  private void encodeWord(byte[] bytes, int from, int to, TokenSink sink) {
    long high = Word.high(bytes, from, to);
    long low = Word.low(bytes, from, to);
    int length = to - from;
    long place = places.get(high, low, length);
    if (place < 0) {
      encodeUnknown(new Word(high, low, length), sink);
      return;
    }
    int first = (int) (place >> OFFSET_SHIFT);
    int flags = (int) place;
    misses += (flags & LEARNED) / LEARNED;
    sink.word(ids, first, first + (flags & COUNT_MASK), length);
  }

  private void encodeUnknown(Word word, TokenSink sink) {
    misses++;
    int[] encoding = encoder.encode(List.of(word)).get(0);
    if (learnedWords < maxLearnedWords) {
      add(word, encoding, LEARNED);
      learnedWords++;
    }
    sink.word(encoding, 0, encoding.length, word.length());
  }

  private void add(Word word, int[] encoding, int flags) {
    if (encoding.length < 1 || encoding.length > word.length()) {
      throw new IllegalArgumentException(
          "Invalid encoding of '"
              + word
              + "': "
              + encoding.length
              + " ids for "
              + word.length()
              + " bytes");
    }
    if (places.get(word) >= 0) {
      throw new IllegalArgumentException("Word put in twice: " + word);
    }
    if (encoding.length > ids.length - size) {
      ids = Arrays.copyOf(ids, Math.multiplyExact(2, ids.length));
    }
    System.arraycopy(encoding, 0, ids, size, encoding.length);
    places.put(word, (long) size << OFFSET_SHIFT | flags | encoding.length);
    size += encoding.length;
  }
}
