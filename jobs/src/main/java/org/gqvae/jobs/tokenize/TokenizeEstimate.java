package org.gqvae.jobs.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.corpus.CorpusPlan;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.tokens.PartFile;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.PartWriter;
import org.gqvae.jobs.cli.Plan;
import org.gqvae.jobs.spark.SplitMeter;

/**
 * What {@code tokenize} will write and take: some small pieces of the corpus, spread evenly over
 * it, are tokenized here as the job would, on one thread, and carried forward by their size.
 */
final class TokenizeEstimate {
  private static final int PIECES = 8;
  private static final long PIECE_BYTES = 1 << 20;

  /** Pieces that are no smaller, being compressed or one row group, are enough with so much. */
  private static final long ENOUGH_BYTES = 64L << 20;

  /** A piece that is larger is given up. */
  private static final long MAX_PIECE_BYTES = 256L << 20;

  private final TokenizeSpec spec;
  private final TokenizerArtifact tokenizer;
  private final List<Split> pieces;
  private long sourceBytes;
  private long fileBytes;
  private long tokens;
  private long nanos;

  private TokenizeEstimate(TokenizeSpec spec, TokenizerArtifact tokenizer, List<Split> pieces) {
    this.spec = spec;
    this.tokenizer = tokenizer;
    this.pieces = pieces;
  }

  /** Lines for a plan. */
  static List<String> lines(TokenizeSettings settings, CorpusPlan corpus, Configuration hadoop) {
    List<Split> pieces =
        corpus.pieces(PIECES, PIECE_BYTES, hadoop).stream()
            .filter(piece -> piece.bytes() <= MAX_PIECE_BYTES)
            .map(piece -> new Split(0, piece.files()))
            .toList();
    if (pieces.isEmpty()) {
      return List.of(Plan.format("expects", "no estimate: no piece of the corpus is small enough"));
    }
    try {
      java.nio.file.Path folder = Files.createTempDirectory("gqvae-estimate-");
      try {
        TokenizerArtifact tokenizer =
            Tokenizers.read(settings.tokenizer(), settings.policy(), hadoop);
        TokenizeSpec spec =
            TokenizeSpec.of(
                    settings,
                    tokenizer,
                    SplitMeter.unread(pieces),
                    new SerializableConfiguration(hadoop))
                .into(new Path(folder.toUri()).toString());
        TokenizeEstimate estimate = new TokenizeEstimate(spec, tokenizer, pieces);
        estimate.measure();
        return estimate.lines(corpus.bytes());
      } finally {
        FileUtils.deleteDirectory(folder.toFile());
      }
    } catch (IOException e) {
      throw JobFailedException.cannot("tokenize a sample", e);
    }
  }

  private void measure() throws IOException {
    tokenize(pieces.get(0), 0); // for the JIT compiler; not counted
    for (int i = 0; i < pieces.size() && sourceBytes < ENOUGH_BYTES; i++) {
      long start = System.nanoTime();
      PartFile file = tokenize(pieces.get(i), i + 1);
      nanos += System.nanoTime() - start;
      sourceBytes += pieces.get(i).bytes();
      fileBytes += file.bytes();
      tokens += file.totals().tokens();
    }
  }

  private PartFile tokenize(Split piece, int number) throws IOException {
    PartName part = new PartName(number, pieces.size() + 1);
    try (PartWriter rows = spec.create(part);
        SplitEncoder encoder = new SplitEncoder(spec, piece, part, rows)) {
      while (encoder.encodeNext()) {}
      encoder.finish();
      return rows.commit();
    }
  }

  private List<String> lines(long bytes) {
    if (tokens == 0 && bytes > 0) { // as where row groups are larger than splits
      return List.of(Plan.format("expects", "no estimate: no document begins where was looked"));
    }
    double scale = sourceBytes == 0 ? 0 : (double) bytes / sourceBytes;
    return List.of(
        Plan.format(
            "expects",
            String.format(
                Locale.ROOT,
                "%,.0f tokens, %,.1f MB of Parquet",
                scale * tokens,
                scale * fileBytes / 1e6)),
        Plan.format(
            "takes",
            String.format(
                Locale.ROOT,
                "%s on one core like this, at %.1f MB/s; by %,.1f MB of the corpus",
                clock(scale * nanos),
                nanos == 0 ? 0 : sourceBytes / (nanos / 1e3),
                sourceBytes / 1e6)),
        memory());
  }

  private String memory() {
    return Plan.format(
        "memory",
        String.format(
            Locale.ROOT,
            "heap of each JVM: %,.1f MB for vocabulary and words, and for each task %,.1f MB for an"
                + " encoder and a row group",
            Tokenizers.sharedHeap(tokenizer, spec.learnedWords()) / 1e6,
            (WordEncoders.heapBytes(tokenizer) + spec.parquet().rowGroupBytes()) / 1e6));
  }

  private static String clock(double nanos) {
    Duration time = Duration.ofNanos((long) nanos);
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
