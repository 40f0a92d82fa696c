package org.gqvae.jobs.cli;

import java.util.List;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.corpus.CompressedAsText;
import org.gqvae.io.corpus.CorpusFormat;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.DocumentMode;
import org.gqvae.io.corpus.TextContent;

/**
 * A corpus to read, from the section {@code input}.
 *
 * @param spec what to read, and as what
 * @param maxFailed records that may be rejected
 */
public record CorpusSettings(CorpusSpec spec, long maxFailed) {

  /**
   * Reads the section for the corpus at {@code input}, whose {@code keptColumns} are carried on.
   */
  public static CorpusSettings read(ConfigReader reader, String input, List<String> keptColumns) {
    CorpusSpec spec =
        new CorpusSpec(
            input,
            reader.oneOfOrNone("input.format", CorpusFormat.class).orElse(null),
            reader.oneOf("input.document", DocumentMode.class),
            textColumn(reader),
            reader.text("input.id-column"),
            keptColumns,
            reader.byteSize("input.split-bytes", 1),
            reader.oneOf("input.compressed-as-text", CompressedAsText.class),
            reader.oneOf("input.text", TextContent.class),
            maxDocumentBytes(reader));
    return new CorpusSettings(spec, reader.longAtLeast("input.max-failed", 0));
  }

  private static int maxDocumentBytes(ConfigReader reader) {
    String key = "input.max-document-bytes";
    long bytes = reader.byteSize(key, 1);
    if (bytes > CorpusSpec.MOST_DOCUMENT_BYTES) {
      reader.refuse(key, "expected at most " + CorpusSpec.MOST_DOCUMENT_BYTES + " bytes");
      return CorpusSpec.MOST_DOCUMENT_BYTES;
    }
    return (int) bytes;
  }

  private static String textColumn(ConfigReader reader) {
    String name = reader.text("input.text-column");
    if (name.isEmpty()) {
      reader.refuse("input.text-column", "expected the name of a column");
      return CorpusSpec.DEFAULT_TEXT_COLUMN;
    }
    return name;
  }
}
