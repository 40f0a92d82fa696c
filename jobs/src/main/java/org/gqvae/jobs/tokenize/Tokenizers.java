package org.gqvae.jobs.tokenize;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.EncodedWord;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDescription;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.Figures;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.SharedWords;
import org.gqvae.model.tokenizer.WordTable;
import org.gqvae.model.vocabulary.Vocabulary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tokenizers as the driver and the executors load them, each once a JVM. */
public final class Tokenizers {
  private static final Logger LOG = LoggerFactory.getLogger(Tokenizers.class);

  private static String loadedFrom;
  private static TokenizerArtifact loaded;
  private static String wordsOf;
  private static SharedWords words;

  private Tokenizers() {}

  /**
   * Reads a tokenizer.
   *
   * @param policy how it shall encode; empty: as its manifest says. With another than that the
   *     tokenizer is another one, with a fingerprint of its own, no scores, and no words in its
   *     table
   * @throws UsageException when it is missing, damaged, or does not know the policy
   */
  public static TokenizerArtifact read(
      String directory, Optional<Policy> policy, Configuration hadoop) {
    TokenizerArtifact tokenizer;
    try {
      tokenizer = TokenizerDirectory.read(new Path(directory), hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("read the tokenizer " + directory, e);
    }
    TokenizerArtifact chosen =
        policy
            .filter(other -> other != tokenizer.manifest().policy())
            .map(other -> withPolicy(tokenizer, other))
            .orElse(tokenizer);
    WordEncoders.of(chosen);
    return chosen;
  }

  /** Adds a tokenizer to a plan that reads it. */
  public static Plan plan(
      Plan plan, String directory, Optional<Policy> policy, Configuration hadoop) {
    return plan.reads(
        directory,
        () -> {
          TokenizerManifest manifest = read(directory, policy, hadoop).manifest();
          List<String> strays = strays(directory, hadoop);
          if (!strays.isEmpty()) {
            LOG.warn("Ignored in {}, for no tokenizer has it: {}", directory, strays);
          }
          return "%s: %s, %s, %,d tokens, fingerprint %s"
              .formatted(
                  directory,
                  Spelling.of(manifest.kind()),
                  Spelling.of(manifest.policy()),
                  manifest.vocabularySize(),
                  manifest.fingerprint().substring(0, 12));
        });
  }

  /** The names in a tokenizer directory that belong to none; hidden ones are left out. */
  static List<String> strays(String directory, Configuration hadoop) {
    try {
      return Storage.visibleFiles(new Path(directory), hadoop).stream()
          .map(file -> file.getPath().getName())
          .filter(name -> !name.matches(TokenizerDirectory.OWN_NAMES))
          .toList();
    } catch (IOException e) {
      throw JobFailedException.cannot("list " + directory, e);
    }
  }

  /**
   * The headline figures of a tokenizer directory; {@code bytes_per_token} on the words that made
   * it.
   *
   * @param askedTokens how many tokens should have been learned
   */
  public static Figures figures(Path directory, int askedTokens, Configuration hadoop) {
    try {
      TokenizerDescription tokenizer = TokenizerDirectory.readDescription(directory, hadoop);
      TokenizerManifest manifest = tokenizer.manifest();
      return Figures.NONE
          .with("kind", Spelling.of(manifest.kind()))
          .with("policy", Spelling.of(manifest.policy()))
          .with("vocabulary_size", manifest.vocabularySize())
          .with("learned_tokens", manifest.learnedTokens())
          .with("asked_tokens", askedTokens)
          .with("bytes_per_token", tokenizer.vocabulary().bytesPerToken())
          .with("fingerprint", manifest.fingerprint());
    } catch (IOException e) {
      throw JobFailedException.cannot("read the tokenizer " + directory, e);
    }
  }

  /** A path with its file system and from its root on, so that it is the same on any machine. */
  public static String qualified(String directory, Configuration hadoop) {
    try {
      return Storage.qualified(new Path(directory), hadoop).toString();
    } catch (IOException e) {
      throw JobFailedException.cannot("reach " + directory, e);
    }
  }

  /**
   * The tokenizer that {@link #read} gave the driver, loaded at the first call in this JVM.
   *
   * @throws JobFailedException when what is there now is another one
   */
  public static synchronized TokenizerArtifact load(
      String directory, Policy policy, String fingerprint, Configuration hadoop) {
    String key = directory + "#" + fingerprint;
    if (!key.equals(loadedFrom)) {
      TokenizerArtifact tokenizer = read(directory, Optional.of(policy), hadoop);
      if (!tokenizer.manifest().fingerprint().equals(fingerprint)) {
        throw new JobFailedException(
            "The tokenizer " + directory + " has changed since the run began; start it again");
      }
      loaded = tokenizer;
      loadedFrom = key;
    }
    return loaded;
  }

  /**
   * A task's table over the tokenizer's words, which all tasks of this JVM share: what one learns
   * from its encoder serves the others.
   *
   * @param learnedWords words that are kept beside the tokenizer's own
   */
  static WordTable table(TokenizerArtifact tokenizer, int learnedWords) {
    return new WordTable(
        tokenizer.manifest().preTokenizer(),
        sharedWords(tokenizer, learnedWords),
        WordEncoders.of(tokenizer));
  }

  private static synchronized SharedWords sharedWords(
      TokenizerArtifact tokenizer, int learnedWords) {
    String key = learnedWords + "#" + tokenizer.manifest().fingerprint();
    if (!key.equals(wordsOf)) {
      words = words(tokenizer, learnedWords);
      wordsOf = key;
    }
    return words;
  }

  /**
   * The words of the tokenizer's own table, new each time.
   *
   * @param learnedWords how many words are kept beside them
   */
  public static SharedWords words(TokenizerArtifact tokenizer, int learnedWords) {
    SharedWords words = new SharedWords(learnedWords);
    for (EncodedWord entry : tokenizer.wordTable()) {
      words.put(entry.word(), entry.ids());
    }
    return words;
  }

  /**
   * Bytes on the heap of what all tasks of a JVM share: the vocabulary, the tokenizer's words, and
   * those that are learned.
   */
  static long sharedHeap(TokenizerArtifact tokenizer, int learnedWords) {
    Vocabulary vocabulary = tokenizer.vocabulary();
    int words = tokenizer.wordTable().size();
    return Vocabulary.heapBytes(vocabulary.size(), vocabulary.maxTokenBytes())
        + (long) EncodedWord.HEAP_BYTES * words
        + SharedWords.heapBytes(words + learnedWords);
  }

  private static TokenizerArtifact withPolicy(TokenizerArtifact tokenizer, Policy policy) {
    try {
      return TokenizerArtifact.of(
          tokenizer.manifest().kind(),
          tokenizer.manifest().preTokenizer(),
          policy,
          tokenizer.manifest().strategy(),
          tokenizer.vocabulary(),
          List.of(),
          tokenizer.network());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "Invalid tokenize.policy: " + Spelling.of(policy) + ", " + e.getMessage());
    }
  }
}
