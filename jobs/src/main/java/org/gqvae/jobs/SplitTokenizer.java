package org.gqvae.jobs;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerManifest;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusRecord;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.corpus.Rejected;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.Storage;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.RejectsWriter;
import org.gqvae.io.tokens.TokenColumnsWriter;
import org.gqvae.io.tokens.TokenSchema;
import org.gqvae.jobs.settings.TokenizeSettings;
import org.gqvae.jobs.settings.Verification;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.WordTable;

/** Tokenizes one split into one file, unless the ledger says that it is there already. */
final class SplitTokenizer implements Function<Split, TokenizedPart> {
  private static final long serialVersionUID = 1L;

  private final CorpusSpec corpus;
  private final String tokenizer;
  private final Policy policy;
  private final String fingerprint;
  private final String output;
  private final int parts;
  private final Verification verification;
  private final int maxTokensPerRow;
  private final int learnedWords;
  private final SerializableConfiguration hadoop;

  SplitTokenizer(
      TokenizeSettings settings,
      TokenizerManifest manifest,
      int parts,
      SerializableConfiguration hadoop) {
    this.corpus = settings.corpus().spec();
    this.tokenizer = Tokenizers.qualified(settings.tokenizer(), hadoop.value());
    this.policy = manifest.policy();
    this.fingerprint = manifest.fingerprint();
    this.output = settings.output().qualified(hadoop.value()).toString();
    this.parts = parts;
    this.verification = settings.verification();
    this.maxTokensPerRow = settings.maxTokensPerRow();
    this.learnedWords = settings.learnedWords();
    this.hadoop = hadoop;
  }

  @Override
  public TokenizedPart call(Split split) throws IOException {
    PartName part = new PartName(split.index(), parts);
    Path entry = ledgerEntry(output, part);
    Optional<TokenizedPart> finished = finished(entry);
    if (finished.isPresent()) {
      return finished.get();
    }
    TokenizedPart tokenized = tokenize(split, part);
    JsonFile.write(entry, tokenized, hadoop.value());
    return tokenized;
  }

  static Path ledgerEntry(String output, PartName part) {
    String name = part.fileName().replace(".parquet", ".json");
    return new Path(new Path(output, TokenizeRun.PROGRESS), name);
  }

  /** The part of a ledger's entry, where there is one and the file is what it says. */
  private Optional<TokenizedPart> finished(Path entry) throws IOException {
    Configuration configuration = hadoop.value();
    FileSystem files = Storage.of(entry, configuration);
    if (!files.exists(entry)) {
      return Optional.empty();
    }
    TokenizedPart part =
        JsonFile.read(entry, TokenizedPart.class, "run tokenize --overwrite", configuration);
    Path file = new Path(output, part.name());
    boolean whole =
        part.fingerprint().equals(fingerprint)
            && files.exists(file)
            && files.getFileStatus(file).getLen() == part.bytes()
            && Storage.sha256(file, configuration).equals(part.sha256());
    return whole ? Optional.of(part) : Optional.empty();
  }

  private TokenizedPart tokenize(Split split, PartName part) throws IOException {
    Configuration configuration = hadoop.value();
    TokenizerArtifact loaded = Tokenizers.load(tokenizer, policy, fingerprint, configuration);
    WordTable table = Tokenizers.table(loaded, learnedWords);
    boolean learnFirst = policy == Policy.NEURAL;
    long documents = 0;
    long verified = 0;
    long mismatches = 0;
    try (CorpusReader records = CorpusReader.open(split, corpus, configuration);
        RejectsWriter rejects = RejectsWriter.create(new Path(output), part, configuration);
        TokenColumnsWriter columns =
            TokenColumnsWriter.create(
                new Path(output),
                part,
                new TokenSchema(corpus.keptColumns()),
                fingerprint,
                ParquetSettings.DEFAULT,
                configuration)) {
      DocumentWriter writer =
          new DocumentWriter(columns, table, loaded.vocabulary(), maxTokensPerRow);
      while (records.hasNext()) {
        CorpusRecord record = records.next();
        if (record instanceof Rejected rejected) {
          rejects.reject(rejected.source(), rejected.offset(), rejected.reason(), rejected.raw());
        } else if (record instanceof Document document) {
          if (learnFirst) {
            table.learn(document.text(), 0, document.text().length);
          }
          if (verification.covers(part.index(), documents)) {
            verified++;
            mismatches += writer.writeAndVerify(document) ? 0 : 1;
          } else {
            writer.write(document);
          }
          documents++;
        }
      }
      rejects.commit();
      return TokenizedPart.of(
          columns.commit(), rejects.count(), table.misses(), verified, mismatches);
    }
  }
}
