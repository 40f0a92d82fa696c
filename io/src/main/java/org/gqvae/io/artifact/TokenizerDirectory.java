package org.gqvae.io.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.DamagedFileException;
import org.gqvae.io.storage.Lease;
import org.gqvae.io.storage.Storage;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * A tokenizer as a directory.
 *
 * <pre>
 * manifest.json        {@link TokenizerManifest}, written last
 * vocab.tsv            id, literal, count
 * scores.tsv           id, score; where the policy goes by others than the counts
 * word_table.parquet   word binary, ids list&lt;int32&gt;
 * network.json         what the network is  } both or none
 * network.bin          its parameters, little-endian float32  }
 * </pre>
 *
 * <p>The manifest is written last: a directory without it is no tokenizer. One that is replaced has
 * a fingerprint that does not fit until the new manifest stands, so that no mixture is taken for a
 * tokenizer. Reading believes nothing: all of it is data, none of it can run code, and whatever is
 * missing, cut, garbled or does not fit together is refused by one {@link UsageException} that
 * names the file and what is wrong with it; of the network's shape that is looked at when it is
 * used.
 */
public final class TokenizerDirectory {
  /** The directory below token columns that holds the description of their tokenizer. */
  public static final String BESIDE_TOKENS = "_tokenizer";

  /** Regular expression of all names in a tokenizer directory, and of those of unfinished files. */
  public static final String OWN_NAMES =
      "manifest\\.json|vocab\\.tsv|scores\\.tsv|(word_table|words)\\.parquet|network\\.(json|bin)"
          + "|\\..+\\.tmp";

  static final String MANIFEST = "manifest.json";
  static final String VOCABULARY = "vocab.tsv";
  static final String SCORES = "scores.tsv";
  private static final String WORD_TABLE = "word_table.parquet";
  private static final String WORD_TABLE_OF_FORMAT_1 = "words.parquet";
  private static final String NETWORK = "network.json";
  private static final String PARAMETERS = "network.bin";
  static final String REMEDY =
      "expected a tokenizer directory as `gqvae distill` writes it; write or copy it again";

  static final String REMEDY_OF_EARLIER = "Distill the run again, or make the baseline again";
  private static final String REMEDY_OF_EARLIER_TOKENS =
      "Tokenize the corpus again, or read these tokens with the version of gqvae that wrote them";

  private TokenizerDirectory() {}

  /**
   * Writes a tokenizer, in place of one that may stand there.
   *
   * @throws UsageException when {@code directory} holds something that belongs to no tokenizer
   */
  public static void write(Path directory, TokenizerArtifact tokenizer, Configuration hadoop)
      throws IOException {
    checkReplaceable(directory, hadoop);
    Storage.sweep(directory, hadoop);
    WordTableFile.write(new Path(directory, WORD_TABLE), tokenizer.wordTable(), hadoop);
    remove(directory, WORD_TABLE_OF_FORMAT_1, hadoop);
    if (tokenizer.scores().isPresent()) {
      AtomicFile.write(
          new Path(directory, SCORES), ScoresFile.format(tokenizer.scores().get()), hadoop);
    } else {
      remove(directory, SCORES, hadoop);
    }
    if (tokenizer.network().isPresent()) {
      NetworkArtifact network = tokenizer.network().get();
      AtomicFile.write(
          new Path(directory, NETWORK), network.json().getBytes(StandardCharsets.UTF_8), hadoop);
      FloatFile.write(new Path(directory, PARAMETERS), network.parameters(), hadoop);
    } else {
      remove(directory, NETWORK, hadoop);
      remove(directory, PARAMETERS, hadoop);
    }
    writeDescription(directory, tokenizer.description(), hadoop);
  }

  private static void checkReplaceable(Path directory, Configuration hadoop) throws IOException {
    if (Storage.isVacant(directory, hadoop)) {
      return;
    }
    for (FileStatus entry : Storage.of(directory, hadoop).listStatus(directory)) {
      String name = entry.getPath().getName();
      if (!name.matches(OWN_NAMES) && !Lease.isOwnName(name)) {
        throw new UsageException(
            "Output exists and is no tokenizer: "
                + directory
                + " has "
                + name
                + ", choose another directory");
      }
    }
  }

  /** Removes what an earlier tokenizer had and this one has not. */
  private static void remove(Path directory, String name, Configuration hadoop) throws IOException {
    Storage.of(directory, hadoop).delete(new Path(directory, name), false);
  }

  /** Whether a whole tokenizer is there: all of it is read. */
  public static boolean isWhole(Path directory, Configuration hadoop) throws IOException {
    try {
      read(directory, hadoop);
      return true;
    } catch (UsageException e) {
      return false;
    }
  }

  /** Writes manifest and vocabulary alone, over what stands there, the manifest last. */
  public static void writeDescription(
      Path directory, TokenizerDescription tokenizer, Configuration hadoop) throws IOException {
    AtomicFile.write(
        new Path(directory, VOCABULARY), VocabularyFile.format(tokenizer.vocabulary()), hadoop);
    Lease.checkHeld(directory, hadoop);
    tokenizer.manifest().write(new Path(directory, MANIFEST), hadoop);
  }

  /**
   * Reads a tokenizer and checks all of it, the fingerprint included.
   *
   * @throws UsageException when it is missing or damaged
   */
  public static TokenizerArtifact read(Path directory, Configuration hadoop) throws IOException {
    TokenizerDescription description = readDescription(directory, hadoop);
    List<EncodedWord> wordTable =
        part(directory, WORD_TABLE, file -> WordTableFile.read(file, hadoop));
    Optional<TokenScores> scores = readScores(directory, hadoop);
    Optional<NetworkArtifact> network = readNetwork(directory, hadoop);
    try {
      return new TokenizerArtifact(
          description.manifest(), description.vocabulary(), scores, wordTable, network);
    } catch (IllegalArgumentException e) {
      throw damaged(directory, e.getMessage());
    }
  }

  /**
   * Reads manifest and vocabulary alone. Both are checked by themselves (format version, ids dense
   * and in order, single bytes, learned tokens distinct and in byte order, specials) and against
   * each other (sizes, specials). Not checked is the fingerprint, which needs scores, word table
   * and network: a literal or a count that was changed into another right one is not noticed.
   *
   * @throws UsageException when it is missing or damaged
   */
  public static TokenizerDescription readDescription(Path directory, Configuration hadoop)
      throws IOException {
    TokenizerManifest manifest =
        part(
            directory,
            MANIFEST,
            file -> TokenizerManifest.read(file, REMEDY, remedyOfEarlier(file), hadoop));
    Vocabulary vocabulary =
        part(
            directory,
            VOCABULARY,
            file -> VocabularyFile.parse(Storage.read(file, hadoop), manifest.specialTexts()));
    try {
      return new TokenizerDescription(manifest, vocabulary);
    } catch (IllegalArgumentException e) {
      throw damaged(directory, e.getMessage());
    }
  }

  private static String remedyOfEarlier(Path manifest) {
    return manifest.getParent().getName().equals(BESIDE_TOKENS)
        ? REMEDY_OF_EARLIER_TOKENS
        : REMEDY_OF_EARLIER;
  }

  private static Optional<TokenScores> readScores(Path directory, Configuration hadoop)
      throws IOException {
    return Storage.of(directory, hadoop).exists(new Path(directory, SCORES))
        ? Optional.of(part(directory, SCORES, file -> ScoresFile.parse(Storage.read(file, hadoop))))
        : Optional.empty();
  }

  private static Optional<NetworkArtifact> readNetwork(Path directory, Configuration hadoop)
      throws IOException {
    FileSystem files = Storage.of(directory, hadoop);
    if (!files.exists(new Path(directory, NETWORK))
        && !files.exists(new Path(directory, PARAMETERS))) {
      return Optional.empty();
    }
    String json = part(directory, NETWORK, file -> utf8(Storage.read(file, hadoop)));
    return Optional.of(
        part(
            directory,
            PARAMETERS,
            file -> new NetworkArtifact(json, FloatFile.read(file, hadoop))));
  }

  private static String utf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new IllegalArgumentException("it is not UTF-8");
    }
    return text;
  }

  @FunctionalInterface
  private interface PartReader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> T part(Path directory, String name, PartReader<T> reader) throws IOException {
    Path file = new Path(directory, name);
    try {
      return reader.read(file);
    } catch (FileNotFoundException e) {
      throw missing(file);
    } catch (DamagedFileException e) {
      throw damaged(file, e.problem());
    } catch (IllegalArgumentException e) {
      throw damaged(file, e.getMessage());
    }
  }

  static UsageException missing(Object file) {
    return new UsageException("Missing " + file + ", " + REMEDY);
  }

  static UsageException damaged(Object place, String problem) {
    return new UsageException("Damaged " + place + ": " + problem + "; " + REMEDY);
  }
}
