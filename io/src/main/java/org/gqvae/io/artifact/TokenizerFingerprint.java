package org.gqvae.io.artifact;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.storage.Storage;
import org.gqvae.model.text.CharacterClass;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Names what a tokenizer does to text: equal fingerprints, equal encodings. It is the SHA-256, in
 * lower-case hexadecimal, of these values in this order:
 *
 * <pre>
 * string  "gqvae tokenizer"
 * int     format version
 * string  version of Unicode
 * string  pre-tokenizer
 * string  policy, lower case
 * int     vocabulary size, then for each id
 *   bytes   its literal
 *   long    its count, which is its score where there are no others
 * int     number of specials, then for each in the order of the ids
 *   string  its text
 *   int     its id
 * int     words of the word table, then for each in byte order
 *   bytes   the word
 *   int     number of its ids, then each id as an int
 * int     1 where there is a network, else 0; then, where there is one,
 *   string  network.json
 *   int     number of parameters, then the bits of each (IEEE 754 single) as an int
 * where there are scores, else nothing more,
 *   int     their number, then each in the order of the ids as a long
 * </pre>
 *
 * An int is 4 bytes and a long 8, both big-endian; bytes are an int, their number, and themselves;
 * a string is the bytes of its UTF-8. Every length stands before what it measures, so that no two
 * tokenizers give one sequence. The kind and the strategy tell of a tokenizer's making and are no
 * part of it.
 */
public final class TokenizerFingerprint {
  private static final String DOMAIN = "gqvae tokenizer";

  private final DataOutputStream out;
  private final MessageDigest digest = Storage.sha256();

  private TokenizerFingerprint() {
    this.out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
  }

  /**
   * The fingerprint of a tokenizer of {@link TokenizerManifest#FORMAT_VERSION} and {@link
   * CharacterClass#UNICODE_VERSION}.
   *
   * @param wordTable in byte order
   */
  public static String of(
      PreTokenizer preTokenizer,
      Policy policy,
      Vocabulary vocabulary,
      Optional<TokenScores> scores,
      List<EncodedWord> wordTable,
      Optional<NetworkArtifact> network) {
    TokenizerFingerprint fingerprint = new TokenizerFingerprint();
    try {
      fingerprint.string(DOMAIN);
      fingerprint.out.writeInt(TokenizerManifest.FORMAT_VERSION);
      fingerprint.string(CharacterClass.UNICODE_VERSION);
      fingerprint.string(Spelling.of(preTokenizer));
      fingerprint.string(Spelling.of(policy));
      fingerprint.vocabulary(vocabulary);
      fingerprint.wordTable(wordTable);
      fingerprint.network(network);
      fingerprint.scores(scores);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a digest does none
    }
    return Storage.hex(fingerprint.digest);
  }

  private void vocabulary(Vocabulary vocabulary) throws IOException {
    out.writeInt(vocabulary.size());
    for (int id = 0; id < vocabulary.size(); id++) {
      bytes(vocabulary.literal(id));
      out.writeLong(vocabulary.count(id));
    }
    out.writeInt(vocabulary.specials().size());
    for (Map.Entry<String, Integer> special : vocabulary.specials().entrySet()) {
      string(special.getKey());
      out.writeInt(special.getValue());
    }
  }

  private void wordTable(List<EncodedWord> wordTable) throws IOException {
    out.writeInt(wordTable.size());
    for (EncodedWord entry : wordTable) {
      bytes(entry.word().toBytes());
      int[] ids = entry.ids();
      out.writeInt(ids.length);
      for (int id : ids) {
        out.writeInt(id);
      }
    }
  }

  private void network(Optional<NetworkArtifact> network) throws IOException {
    out.writeInt(network.isPresent() ? 1 : 0);
    if (network.isPresent()) {
      string(network.get().json());
      float[] parameters = network.get().parameters();
      out.writeInt(parameters.length);
      for (float parameter : parameters) {
        out.writeInt(Float.floatToRawIntBits(parameter));
      }
    }
  }

  private void scores(Optional<TokenScores> scores) throws IOException {
    if (scores.isPresent()) {
      long[] values = scores.get().toArray();
      out.writeInt(values.length);
      for (long value : values) {
        out.writeLong(value);
      }
    }
  }

  private void string(String text) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
