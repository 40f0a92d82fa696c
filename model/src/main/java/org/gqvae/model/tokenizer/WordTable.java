package org.gqvae.model.tokenizer;

import java.util.ArrayList;
import java.util.List;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordMap;

/**
 * Encodes running text by looking its words up in {@link SharedWords}, which learn those that they
 * lack from an encoder.
 *
 * <pre>{@code
 * SharedWords words = new SharedWords(1_000_000);       // one a JVM
 * WordEncoder encoder = new ViterbiEncoder(vocabulary);
 * WordTable table = new WordTable(PreTokenizer.GPT2, words, encoder);       // one a thread
 * TokenBuffer tokens = new TokenBuffer();
 * table.encode(text, 0, text.length, tokens);
 * }</pre>
 *
 * <p>The ids do not depend on what words are there: these only save time. A known word costs one
 * look-up and makes no object. Not thread-safe.
 */
public final class WordTable {
  private final PreTokenizer preTokenizer;
  private final SharedWords words;
  private final WordEncoder encoder;
  private final QueuedWords queue = new QueuedWords();
  private long misses;

  /**
   * @param preTokenizer cuts texts into words
   * @param words may be shared with other threads' tables, whose encoders give the same ids
   * @param encoder gives the ids of words that are not there
   */
  public WordTable(PreTokenizer preTokenizer, SharedWords words, WordEncoder encoder) {
    this.preTokenizer = preTokenizer;
    this.words = words;
    this.encoder = encoder;
  }

  /**
   * Learns the words of {@code text[from..to)} that are not there, as far as there is room, all in
   * one call of the encoder.
   */
  public void learn(byte[] text, int from, int to) {
    int room = words.room();
    if (room == 0) {
      return;
    }
    WordSnapshot known = words.snapshot();
    WordMap met = new WordMap();
    List<Word> unknown = new ArrayList<>();
    preTokenizer.split(
        text,
        from,
        to,
        (bytes, wordFrom, wordTo) -> {
          long high = Word.high(bytes, wordFrom, wordTo);
          long low = Word.low(bytes, wordFrom, wordTo);
          int length = wordTo - wordFrom;
          if (unknown.size() < room
              && known.find(high, low, length) == WordSnapshot.ABSENT
              && met.get(high, low, length) < 0) {
            met.put(high, low, length, 0);
            unknown.add(new Word(high, low, length));
          }
        });
    if (!unknown.isEmpty()) {
      List<int[]> encodings = encoder.encode(unknown);
      for (int i = 0; i < unknown.size(); i++) {
        words.learn(unknown.get(i), encodings.get(i));
      }
    }
  }

  /**
   * Encodes {@code text[from..to)} and adds its words' ids to the buffer, in order. Words that are
   * not there are encoded one by one, and learned where there is room.
   */
  public void encode(byte[] text, int from, int to, TokenBuffer tokens) {
    WordSnapshot known = words.snapshot();
    queue.clear();
    preTokenizer.split(
        text,
        from,
        to,
        (bytes, wordFrom, wordTo) -> {
          queue.add(bytes, wordFrom, wordTo);
          if (queue.isFull()) {
            encodeQueued(known, tokens);
          }
        });
    encodeQueued(known, tokens);
  }

  /**
   * How many of the words encoded so far, each as often as it came, had not been put in. So the
   * number depends on the texts alone, not on what was learned before them.
   */
  public long misses() {
    return misses;
  }

  private void encodeQueued(WordSnapshot known, TokenBuffer tokens) {
    known.find(queue);
    for (int i = 0; i < queue.count(); i++) {
      misses += WordSnapshot.learned(queue.entries[i]);
    }
    int word = tokens.addFound(queue, 0, known);
    while (word < queue.count()) {
      if (queue.entries[word] == WordSnapshot.ABSENT) {
        encodeLater(queue.word(word), tokens);
      } else {
        tokens.add(known, queue.entries[word]);
      }
      word = tokens.addFound(queue, word + 1, known);
    }
    queue.clear();
  }

  /** Encodes a word that was not there when the text's first word was read. */
  private void encodeLater(Word word, TokenBuffer tokens) {
    WordSnapshot latest = words.snapshot();
    long entry = latest.find(word);
    if (entry == WordSnapshot.ABSENT) {
      misses++;
      int[] encoding = encoder.encode(List.of(word)).get(0);
      words.learn(word, encoding);
      tokens.add(encoding, word.length());
    } else {
      misses += WordSnapshot.learned(entry);
      tokens.add(latest, entry);
    }
  }
}
