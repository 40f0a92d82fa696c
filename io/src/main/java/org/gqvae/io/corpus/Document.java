package org.gqvae.io.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * One document of a corpus.
 *
 * @param id its id in the corpus, else where it stands: {@code books/a.txt#1024}
 * @param text its bytes, handed over rather than copied: texts are large and read once
 * @param kept the values of {@link CorpusSpec#keptColumns}, in that order; null where there is none
 */
public record Document(String id, byte[] text, List<String> kept)
    implements CorpusRecord, Serializable {

  public Document {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    kept = kept.isEmpty() ? List.of() : Collections.unmodifiableList(new ArrayList<>(kept));
  }

  /** A document without kept columns. */
  public Document(String id, byte[] text) {
    this(id, text, List.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Document that
        && id.equals(that.id)
        && Arrays.equals(text, that.text)
        && kept.equals(that.kept);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, Arrays.hashCode(text), kept);
  }

  @Override
  public String toString() {
    return "Document["
        + id
        + ", "
        + text.length
        + " bytes"
        + (kept.isEmpty() ? "" : ", " + kept)
        + "]";
  }
}
