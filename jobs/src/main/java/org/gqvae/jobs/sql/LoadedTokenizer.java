package org.gqvae.jobs.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.jobs.tokenize.Tokenizers;
import org.gqvae.jobs.tokenize.WordEncoders;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.SharedWords;
import org.gqvae.model.tokenizer.TokenBuffer;
import org.gqvae.model.tokenizer.WordTable;
import org.gqvae.model.vocabulary.Vocabulary;

/** A tokenizer in memory, which all threads of a JVM share. */
final class LoadedTokenizer {
  /** Enough for a query that compares tokenizers; the one not used for longest is dropped. */
  private static final int MOST_IN_MEMORY = 4;

  /** Words take up to 25 MB beside those of the tokenizer's own table. */
  private static final int LEARNED_WORDS = 1 << 18;

  private static final Map<String, LoadedTokenizer> LOADED =
      new LinkedHashMap<>(MOST_IN_MEMORY, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LoadedTokenizer> eldest) {
          return size() > MOST_IN_MEMORY;
        }
      };

  private final TokenizerArtifact tokenizer;
  private final SharedWords words;
  private final ThreadLocal<Encoder> encoders = ThreadLocal.withInitial(Encoder::new);

  private LoadedTokenizer(TokenizerArtifact tokenizer) {
    this.tokenizer = tokenizer;
    this.words = Tokenizers.words(tokenizer, LEARNED_WORDS);
  }

  /**
   * The tokenizer of that fingerprint, read at the first call in this JVM.
   *
   * @throws org.gqvae.io.failure.JobFailedException when what is there now is another one
   */
  static synchronized LoadedTokenizer of(
      String directory, Policy policy, String fingerprint, Configuration hadoop) {
    return LOADED.computeIfAbsent(
        fingerprint,
        missing -> new LoadedTokenizer(Tokenizers.load(directory, policy, fingerprint, hadoop)));
  }

  /** The text's ids, in a buffer that is the calling thread's until its next call. */
  TokenBuffer encode(byte[] text) {
    return encoders.get().encode(text);
  }

  Vocabulary vocabulary() {
    return tokenizer.vocabulary();
  }

  /** What a thread encodes with. */
  private final class Encoder {
    private final WordTable table =
        new WordTable(tokenizer.manifest().preTokenizer(), words, WordEncoders.of(tokenizer));
    private final TokenBuffer tokens = new TokenBuffer();
    private final boolean learnFirst = tokenizer.manifest().policy() == Policy.NEURAL;

    TokenBuffer encode(byte[] text) {
      tokens.clear();
      if (learnFirst) {
        table.learn(text, 0, text.length);
      }
      table.encode(text, 0, text.length, tokens);
      return tokens;
    }
  }
}
