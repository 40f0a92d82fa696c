package org.gqvae.jobs.bench;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.tokens.PartFile;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.TokenColumnsWriter;
import org.gqvae.io.tokens.TokenSchema;
import org.gqvae.model.text.Utf8;

/**
 * What {@code tokenize} does with a split, with JTokkit in place of the word table: the same
 * reader, columns and writer. It counts no words, because JTokkit tells none.
 */
record JTokkitSplits(
    CorpusSpec corpus,
    String output,
    int parts,
    ParquetSettings layout,
    SerializableConfiguration hadoop)
    implements Function<Split, PartFile> {

  @Override
  public PartFile call(Split split) throws IOException {
    try (CorpusReader records = CorpusReader.open(split, corpus, hadoop.value());
        TokenColumnsWriter columns =
            TokenColumnsWriter.create(
                new Path(output),
                new PartName(split.index(), parts),
                new TokenSchema(corpus.keptNames()),
                "r50k_base",
                layout,
                hadoop.value())) {
      while (records.hasNext()) {
        if (records.next() instanceof Document document) {
          write(document, columns);
        }
      }
      return columns.commit();
    }
  }

  private static void write(Document document, TokenColumnsWriter columns) throws IOException {
    byte[] text = document.text();
    IntArrayList ids = Shared.ENCODING.encodeOrdinary(new String(text, StandardCharsets.UTF_8));
    columns.write(
        document.id(),
        0,
        ids.toArray(),
        ids.size(),
        0,
        Utf8.countCodePoints(text, 0, text.length),
        text.length,
        document.kept());
  }

  /** One encoding a JVM, made when it is first needed. */
  private static final class Shared {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);
  }
}
