package org.gqvae.io.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.gqvae.io.failure.UsageException;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * What encoding needs of a {@link TokenizerDirectory} whose policy has no network, read from a
 * local disk without Hadoop.
 *
 * @param scores what its policy goes by, where that is not the counts
 */
public record TokenizerFiles(
    TokenizerManifest manifest, Vocabulary vocabulary, Optional<TokenScores> scores) {

  /**
   * @throws IllegalArgumentException when they are not of one tokenizer, as far as sizes and
   *     specials tell
   */
  public TokenizerFiles {
    TokenizerDescription description = new TokenizerDescription(manifest, vocabulary);
    scores.ifPresent(each -> each.checkedFor(description.vocabulary()));
  }

  /**
   * Reads the files and checks them as {@link TokenizerDirectory} does, except for the fingerprint,
   * which needs the word table and the network.
   *
   * @throws UsageException when a file is missing or damaged
   */
  public static TokenizerFiles read(Path directory) throws IOException {
    Path description = directory.resolve(TokenizerDirectory.MANIFEST);
    TokenizerManifest manifest =
        part(
            description,
            content ->
                TokenizerManifest.of(
                    description,
                    content,
                    TokenizerDirectory.REMEDY,
                    TokenizerDirectory.REMEDY_OF_EARLIER));
    Vocabulary vocabulary =
        part(
            directory.resolve(TokenizerDirectory.VOCABULARY),
            content -> VocabularyFile.parse(content, manifest.specialTexts()));
    Path scores = directory.resolve(TokenizerDirectory.SCORES);
    Optional<TokenScores> own =
        Files.exists(scores) ? Optional.of(part(scores, ScoresFile::parse)) : Optional.empty();
    try {
      return new TokenizerFiles(manifest, vocabulary, own);
    } catch (IllegalArgumentException e) {
      throw TokenizerDirectory.damaged(directory, e.getMessage());
    }
  }

  private static <T> T part(Path file, Function<byte[], T> parser) throws IOException {
    try {
      return parser.apply(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw TokenizerDirectory.missing(file);
    } catch (IllegalArgumentException e) {
      throw TokenizerDirectory.damaged(file, e.getMessage());
    }
  }
}
