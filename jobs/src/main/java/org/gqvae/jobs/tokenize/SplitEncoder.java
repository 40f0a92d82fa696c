package org.gqvae.jobs.tokenize;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusRecord;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.corpus.Rejected;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.RejectsWriter;
import org.gqvae.io.tokens.RowSink;
import org.gqvae.jobs.rejects.Rejections;
import org.gqvae.jobs.spark.SplitMeter;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.WordTable;

/** Reads a split and encodes its documents one by one; what is no document goes to the rejects. */
final class SplitEncoder implements Closeable {
  private final int split;
  private final Verification verification;
  private final boolean learnFirst;
  private final WordTable table;
  private final DocumentWriter writer;
  private final RejectsWriter rejects;
  private final Rejections.Counter rejections = new Rejections.Counter();
  private final CorpusReader records;
  private final SplitMeter.Reading reading;
  private long documents;
  private long verified;
  private long mismatches;

  /**
   * @param rejects names the file of the split's rejects
   * @param rows take the documents
   */
  SplitEncoder(TokenizeSpec spec, Split split, PartName rejects, RowSink rows) {
    Configuration configuration = spec.hadoop().value();
    TokenizerArtifact loaded =
        Tokenizers.load(spec.tokenizer(), spec.policy(), spec.fingerprint(), configuration);
    this.split = split.index();
    this.verification = spec.verification();
    this.learnFirst = spec.policy() == Policy.NEURAL;
    this.table = Tokenizers.table(loaded, spec.learnedWords());
    this.writer = new DocumentWriter(rows, table, loaded.vocabulary(), spec.maxTokensPerRow());
    this.rejects = RejectsWriter.create(new Path(spec.output()), rejects, configuration);
    this.records = CorpusReader.open(split, spec.corpus(), configuration);
    this.reading = spec.meter().begin(split);
  }

  /**
   * Reads the next record, and encodes it if it is a document.
   *
   * @return false when there is none
   */
  boolean encodeNext() throws IOException {
    if (!records.hasNext()) {
      return false;
    }
    CorpusRecord record = records.next();
    if (record instanceof Rejected rejected) {
      rejects.reject(rejected.source(), rejected.offset(), rejected.reason(), rejected.raw());
      rejections.add(rejected);
    } else if (record instanceof Document document) {
      encode(document);
    }
    return true;
  }

  /** Publishes the rejects, after the last record, and tells what was counted. */
  EncodingCounts finish() throws IOException {
    rejects.commit();
    reading.end();
    return new EncodingCounts(
        records.records(),
        rejects.count(),
        rejects.kept(),
        rejections.counted(),
        writer.tokens(),
        table.misses(),
        verified,
        mismatches);
  }

  @Override
  public void close() throws IOException {
    try (rejects) {
      records.close();
    }
  }

  private void encode(Document document) throws IOException {
    if (learnFirst) {
      table.learn(document.text(), 0, document.text().length);
    }
    if (verification.covers(split, documents)) {
      verified++;
      mismatches += writer.writeAndVerify(document) ? 0 : 1;
    } else {
      writer.write(document);
    }
    documents++;
    reading.document(document.text().length);
  }
}
