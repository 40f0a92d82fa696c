package org.gqvae.jobs;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.TokenColumnsWriter;
import org.gqvae.io.tokens.TokenSchema;
import org.gqvae.jobs.settings.TokenizeSettings;
import org.gqvae.jobs.settings.Verification;
import org.gqvae.model.tokenizer.Policy;

/**
 * What all tasks of a run need to know.
 *
 * @param tokenizer its directory, the same on any machine
 * @param fingerprint the tokenizer's
 * @param output directory of the part files, the same on any machine
 */
record TokenizeSpec(
    CorpusSpec corpus,
    String tokenizer,
    Policy policy,
    String fingerprint,
    String output,
    Verification verification,
    int maxTokensPerRow,
    int learnedWords,
    SerializableConfiguration hadoop)
    implements Serializable {

  static TokenizeSpec of(
      TokenizeSettings settings, TokenizerManifest manifest, SerializableConfiguration hadoop) {
    return new TokenizeSpec(
        settings.corpus().spec(),
        Tokenizers.qualified(settings.tokenizer(), hadoop.value()),
        manifest.policy(),
        manifest.fingerprint(),
        settings.output().qualified(hadoop.value()).toString(),
        settings.verification(),
        settings.maxTokensPerRow(),
        settings.learnedWords(),
        hadoop);
  }

  /** Begins a part file. */
  TokenColumnsWriter create(PartName part) throws IOException {
    return TokenColumnsWriter.create(
        new Path(output),
        part,
        new TokenSchema(corpus.keptColumns()),
        fingerprint,
        ParquetSettings.DEFAULT,
        hadoop.value());
  }

  /** Where finished part files are entered. */
  PartLedger ledger() {
    return new PartLedger(output, fingerprint, hadoop);
  }
}
