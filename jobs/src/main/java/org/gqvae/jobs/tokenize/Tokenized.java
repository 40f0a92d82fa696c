package org.gqvae.jobs.tokenize;

import java.util.Collection;
import java.util.List;
import org.gqvae.io.tokens.PartFile;

/** All part files of a run, in their order, with what was counted on the way to them. */
record Tokenized(List<PartFile> files, EncodingCounts counts) {

  /** The sum of parts, given in their order, and of what was counted beside them. */
  static Tokenized of(Collection<TokenizedPart> parts, EncodingCounts beside) {
    return new Tokenized(
        parts.stream().map(TokenizedPart::file).toList(),
        parts.stream().map(TokenizedPart::counts).reduce(beside, EncodingCounts::plus));
  }
}
