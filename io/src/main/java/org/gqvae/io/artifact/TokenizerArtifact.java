package org.gqvae.io.artifact;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gqvae.model.text.CharacterClass;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * All of a tokenizer. One that is not consistent cannot be made.
 *
 * @param scores what its policy goes by, where that is not the counts
 * @param wordTable the words to start from, distinct, in byte order
 * @param network what the neural policy needs
 */
public record TokenizerArtifact(
    TokenizerManifest manifest,
    Vocabulary vocabulary,
    Optional<TokenScores> scores,
    List<EncodedWord> wordTable,
    Optional<NetworkArtifact> network) {
  /**
   * @throws IllegalArgumentException when the parts are not of one tokenizer, there is not one
   *     score a token, the word table is out of order or holds ids that are not the word, the
   *     policy lacks its network or its scores, or the fingerprint is not theirs
   */
  public TokenizerArtifact {
    wordTable = List.copyOf(wordTable);
    TokenizerDescription description = new TokenizerDescription(manifest, vocabulary);
    scores.ifPresent(each -> each.checkedFor(description.vocabulary()));
    check(description.vocabulary(), wordTable);
    if (manifest.policy() == Policy.NEURAL && network.isEmpty()) {
      throw new IllegalArgumentException("the policy is neural, but there is no network");
    }
    if (manifest.policy() == Policy.MERGES && scores.isEmpty()) {
      throw new IllegalArgumentException("the policy is merges, but there are no scores");
    }
    String fingerprint =
        TokenizerFingerprint.of(
            manifest.preTokenizer(), manifest.policy(), vocabulary, scores, wordTable, network);
    if (!fingerprint.equals(manifest.fingerprint())) {
      throw new IllegalArgumentException(
          "its fingerprint is " + fingerprint + ", manifest.json says " + manifest.fingerprint());
    }
  }

  /** The tokenizer of these parts, with the manifest that they give; its scores are its counts. */
  public static TokenizerArtifact of(
      TokenizerKind kind,
      PreTokenizer preTokenizer,
      Policy policy,
      String strategy,
      Vocabulary vocabulary,
      List<EncodedWord> wordTable,
      Optional<NetworkArtifact> network) {
    return of(
        kind, preTokenizer, policy, strategy, vocabulary, Optional.empty(), wordTable, network);
  }

  /** The tokenizer of these parts, with the manifest that they give. */
  public static TokenizerArtifact of(
      TokenizerKind kind,
      PreTokenizer preTokenizer,
      Policy policy,
      String strategy,
      Vocabulary vocabulary,
      Optional<TokenScores> scores,
      List<EncodedWord> wordTable,
      Optional<NetworkArtifact> network) {
    TokenizerManifest manifest =
        new TokenizerManifest(
            TokenizerManifest.FORMAT_VERSION,
            CharacterClass.UNICODE_VERSION,
            kind,
            policy,
            vocabulary.size(),
            vocabulary.learnedTokens(),
            vocabulary.specials(),
            preTokenizer,
            strategy,
            TokenizerFingerprint.of(preTokenizer, policy, vocabulary, scores, wordTable, network));
    return new TokenizerArtifact(manifest, vocabulary, scores, wordTable, network);
  }

  /** The part of it that decoding needs. */
  public TokenizerDescription description() {
    return new TokenizerDescription(manifest, vocabulary);
  }

  private static void check(Vocabulary vocabulary, List<EncodedWord> wordTable) {
    EncodedWord previous = null;
    for (EncodedWord entry : wordTable) {
      if (previous != null && previous.word().compareTo(entry.word()) >= 0) {
        throw new IllegalArgumentException(
            "word table: "
                + entry.word()
                + " stands after "
                + previous.word()
                + ", expected distinct words in byte order");
      }
      for (int id : entry.ids()) {
        if (id < 0 || id >= vocabulary.size() || vocabulary.isSpecial(id)) {
          throw new IllegalArgumentException(
              "word table: "
                  + entry.word()
                  + " has id "
                  + id
                  + ", expected 0 to "
                  + (vocabulary.size() - vocabulary.specials().size() - 1));
        }
      }
      if (!Arrays.equals(vocabulary.decode(entry.ids()), entry.word().toBytes())) {
        throw new IllegalArgumentException(
            "word table: the ids of " + entry.word() + " stand for other bytes");
      }
      previous = entry;
    }
  }
}
