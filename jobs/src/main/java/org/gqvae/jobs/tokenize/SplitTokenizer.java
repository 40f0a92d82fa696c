package org.gqvae.jobs.tokenize;

import java.io.IOException;
import java.util.Optional;
import org.apache.spark.api.java.function.Function;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.PartWriter;
import org.gqvae.jobs.spark.ResultsByTask;

/** Tokenizes one split into one file, unless the ledger says that it is there already. */
final class SplitTokenizer implements Function<Split, TokenizedPart> {
  private static final long serialVersionUID = 1L;

  private final TokenizeSpec spec;
  private final int splits;
  private final ResultsByTask<EncodingCounts> counts;

  /**
   * @param counts take what each split counts
   */
  SplitTokenizer(TokenizeSpec spec, int splits, ResultsByTask<EncodingCounts> counts) {
    this.spec = spec;
    this.splits = splits;
    this.counts = counts;
  }

  @Override
  public TokenizedPart call(Split split) throws IOException {
    TokenizedPart part = part(split);
    counts.add(new ResultsByTask.Result<>(split.index(), part.counts()));
    return part;
  }

  private TokenizedPart part(Split split) throws IOException {
    PartName part = new PartName(split.index(), splits);
    Optional<TokenizedPart> finished = spec.ledger().finished(part);
    if (finished.isPresent()) {
      spec.meter().skip(split);
      return finished.get();
    }
    TokenizedPart tokenized = tokenize(split, part);
    spec.ledger().enter(part, tokenized);
    return tokenized;
  }

  private TokenizedPart tokenize(Split split, PartName part) throws IOException {
    try (PartWriter rows = spec.create(part);
        SplitEncoder encoder = new SplitEncoder(spec, split, part, rows)) {
      while (encoder.encodeNext()) {}
      EncodingCounts counts = encoder.finish();
      return new TokenizedPart(rows.commit(), counts);
    }
  }
}
