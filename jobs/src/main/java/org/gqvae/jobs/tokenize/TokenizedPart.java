package org.gqvae.jobs.tokenize;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import org.gqvae.io.tokens.PartFile;

/**
 * One finished file with what was counted on the way to it; as JSON, an entry of the ledger that
 * {@code --resume} reads.
 */
record TokenizedPart(
    @JsonProperty("file") PartFile file, @JsonProperty("counts") EncodingCounts counts)
    implements Serializable {}
