package org.gqvae.io.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JobFailedExceptionTest {
  @Test
  void saysWhatCannotBeDoneAndWhy() {
    IOException cause = new IOException("No space left on device");
    assertThat(JobFailedException.cannot("write the run runs/a", cause))
        .hasMessage("Cannot write the run runs/a: No space left on device")
        .hasCause(cause);
  }

  @Test
  void namesTheKindOfACauseWithoutAMessage() {
    assertThat(JobFailedException.cannot("read words.parquet", new EOFException()))
        .hasMessage("Cannot read words.parquet: EOFException");
  }
}
