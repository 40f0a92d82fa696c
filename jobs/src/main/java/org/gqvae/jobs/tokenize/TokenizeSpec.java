package org.gqvae.jobs.tokenize;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.tokens.PackedRowsWriter;
import org.gqvae.io.tokens.Packing;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.PartWriter;
import org.gqvae.io.tokens.TokenColumnsWriter;
import org.gqvae.io.tokens.TokenSchema;
import org.gqvae.jobs.spark.SplitMeter;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * What all tasks of a run need to know.
 *
 * @param tokenizer its directory, the same on any machine
 * @param fingerprint the tokenizer's
 * @param output directory of the part files, the same on any machine
 * @param packing how documents are packed; null where a row is a document
 * @param parquet how the part files are laid out
 * @param meter tells how far tasks have come
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
    Packing packing,
    ParquetSettings parquet,
    SplitMeter meter,
    SerializableConfiguration hadoop)
    implements Serializable {

  static TokenizeSpec of(
      TokenizeSettings settings,
      TokenizerArtifact tokenizer,
      SplitMeter meter,
      SerializableConfiguration hadoop) {
    return new TokenizeSpec(
        settings.corpus().spec(),
        Tokenizers.qualified(settings.tokenizer(), hadoop.value()),
        tokenizer.manifest().policy(),
        tokenizer.manifest().fingerprint(),
        settings.output().qualified(hadoop.value()).toString(),
        settings.verification(),
        settings.maxTokensPerRow(),
        settings.learnedWords(),
        settings.pack().map(pack -> packing(pack, tokenizer)).orElse(null),
        settings.parquet(),
        meter,
        hadoop);
  }

  /** The same, into another directory. */
  TokenizeSpec into(String directory) {
    return new TokenizeSpec(
        corpus,
        tokenizer,
        policy,
        fingerprint,
        directory,
        verification,
        maxTokensPerRow,
        learnedWords,
        packing,
        parquet,
        meter,
        hadoop);
  }

  /** Begins a part file. */
  PartWriter create(PartName part) throws IOException {
    Path directory = new Path(output);
    return packing == null
        ? TokenColumnsWriter.create(
            directory,
            part,
            new TokenSchema(corpus.keptNames()),
            fingerprint,
            parquet,
            hadoop.value())
        : PackedRowsWriter.create(directory, part, packing, fingerprint, parquet, hadoop.value());
  }

  /** Where finished part files are entered. */
  PartLedger ledger() {
    return new PartLedger(output, fingerprint, hadoop);
  }

  private static Packing packing(PackSettings pack, TokenizerArtifact tokenizer) {
    Map<String, Integer> specials = tokenizer.vocabulary().specials();
    return new Packing(
        pack.length(),
        pack.method(),
        pack.windowIds(),
        specials.get(Vocabulary.END_OF_TEXT),
        specials.get(Vocabulary.PAD));
  }
}
