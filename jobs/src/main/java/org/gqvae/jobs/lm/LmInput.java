package org.gqvae.jobs.lm;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.LanguageModelRun;
import org.gqvae.io.artifact.LanguageModelRun.Point;
import org.gqvae.io.artifact.LanguageModelRun.TokenSet;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.detokenize.TokenColumns;

/**
 * The token columns that a language model is trained and measured on.
 *
 * @param spec how it is trained
 */
record LmInput(TokenColumns tokens, TokenColumns heldOut, LmSpec spec) {

  /**
   * Reads what the token columns tell of themselves.
   *
   * @throws UsageException when they are not whole, or cannot be trained and measured on together
   */
  static LmInput open(LmSettings settings, Configuration hadoop) {
    TokenColumns tokens = TokenColumns.open(settings.tokens(), hadoop);
    TokenColumns heldOut = TokenColumns.open(settings.heldOut(), hadoop);
    if (!tokens.manifest().fingerprint().equals(heldOut.manifest().fingerprint())) {
      throw new UsageException(
          "%s and %s were made by different tokenizers, %s and %s. Tokenize both by one"
              .formatted(
                  settings.tokens(),
                  settings.heldOut(),
                  tokens.manifest().fingerprint(),
                  heldOut.manifest().fingerprint()));
    }
    if (tokens.manifest().sha256().equals(heldOut.manifest().sha256())) {
      throw new UsageException(
          "%s holds the same files as %s. Give a --held-out of documents that are not trained on"
              .formatted(settings.heldOut(), settings.tokens()));
    }
    if (heldOut.manifest().bytesIn() == 0) {
      throw new UsageException(
          "There is no text in %s to measure on. Give other --held-out"
              .formatted(settings.heldOut()));
    }
    return new LmInput(tokens, heldOut, LmSpec.of(settings, tokens));
  }

  /** A fingerprint of both. */
  String sha256() {
    return tokens.manifest().sha256() + " " + heldOut.manifest().sha256();
  }

  /** What made the ids. */
  LanguageModelRun.Tokenizer tokenizer() {
    TokenizerManifest manifest = tokens.tokenizer().manifest();
    return new LanguageModelRun.Tokenizer(
        manifest.fingerprint(),
        Spelling.of(manifest.kind()),
        Spelling.of(manifest.policy()),
        manifest.vocabularySize());
  }

  /** What a run came to by its measurements, of which there is one at least. */
  LanguageModelRun run(List<Point> points) {
    return new LanguageModelRun(
        points.get(points.size() - 1).bitsPerByte(),
        points,
        tokenizer(),
        describe(tokens),
        describe(heldOut),
        spec.describeModel(),
        spec.describeTraining());
  }

  static TokenSet describe(TokenColumns columns) {
    return new TokenSet(
        columns.directory(),
        columns.manifest().documentsOut(),
        columns.manifest().tokens(),
        columns.manifest().bytesIn(),
        LmSpec.bytesPerToken(columns),
        columns.manifest().sha256());
  }
}
