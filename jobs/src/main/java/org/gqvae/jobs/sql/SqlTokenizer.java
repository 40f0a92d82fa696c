package org.gqvae.jobs.sql;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.tokenize.Tokenizers;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * The tokenizer of a query: what stood at its path when the query was analysed. An executor that
 * finds another one there fails, so that all rows have ids of the same tokenizer. Thread-safe.
 */
final class SqlTokenizer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String directory;
  private final Policy policy;
  private final String fingerprint;
  private final SerializableConfiguration hadoop;
  private transient volatile LoadedTokenizer loaded;

  private SqlTokenizer(
      String directory, Policy policy, String fingerprint, SerializableConfiguration hadoop) {
    this.directory = directory;
    this.policy = policy;
    this.fingerprint = fingerprint;
    this.hadoop = hadoop;
  }

  /**
   * The tokenizer in that directory, a Hadoop path as the active session reaches it. All of it is
   * read and checked.
   *
   * @throws UsageException when it is missing or damaged
   */
  static SqlTokenizer at(String path) {
    Configuration hadoop = SparkSession.active().sessionState().newHadoopConf();
    String directory = qualified(path, hadoop);
    try {
      TokenizerManifest manifest =
          TokenizerDirectory.readDescription(new Path(directory), hadoop).manifest();
      SqlTokenizer tokenizer =
          new SqlTokenizer(
              directory,
              manifest.policy(),
              manifest.fingerprint(),
              new SerializableConfiguration(hadoop));
      tokenizer.loaded();
      return tokenizer;
    } catch (IOException e) {
      throw JobFailedException.cannot("read the tokenizer " + directory, e);
    }
  }

  private static String qualified(String path, Configuration hadoop) {
    try {
      return Tokenizers.qualified(path, hadoop);
    } catch (IllegalArgumentException e) { // by Hadoop's Path
      throw new UsageException(
          "Invalid path of a tokenizer: '%s' is no Hadoop path: %s, expected the path of a tokenizer directory"
              .formatted(path, e.getMessage()));
    }
  }

  /** The ids of a text's bytes. */
  int[] encode(byte[] text) {
    return loaded().encode(text).toArray();
  }

  /** How many ids {@link #encode} gives. */
  int countTokens(byte[] text) {
    return loaded().encode(text).size();
  }

  /**
   * The bytes of which these ids are an encoding.
   *
   * @throws UsageException when an id stands for no bytes of a text
   */
  byte[] decode(int[] ids) {
    Vocabulary vocabulary = loaded().vocabulary();
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= vocabulary.ordinaryIds()) {
        throw new UsageException(
            "Invalid id: %d (element %d of an array to decode), expected 0 to %d: the ids of %s without its specials. Filter out the others before decoding"
                .formatted(ids[i], i, vocabulary.ordinaryIds() - 1, directory));
      }
    }
    return vocabulary.decode(ids);
  }

  private LoadedTokenizer loaded() {
    LoadedTokenizer known = loaded;
    if (known == null) {
      known = LoadedTokenizer.of(directory, policy, fingerprint, hadoop.value());
      loaded = known;
    }
    return known;
  }

  /** Equal to one of the same directory and fingerprint. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SqlTokenizer that
        && directory.equals(that.directory)
        && fingerprint.equals(that.fingerprint);
  }

  @Override
  public int hashCode() {
    return fingerprint.hashCode();
  }

  /** The directory. */
  @Override
  public String toString() {
    return directory;
  }
}
