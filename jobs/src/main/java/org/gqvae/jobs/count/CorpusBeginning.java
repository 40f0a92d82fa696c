package org.gqvae.jobs.count;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.corpus.Split;

/** The first documents of a corpus, for a look at it on the driver. */
public final class CorpusBeginning {
  private CorpusBeginning() {}

  /** Documents that have text from the corpus's beginning on, the last one cut. */
  public static List<Document> read(
      CorpusSpec corpus, List<Split> splits, long bytes, Configuration hadoop) {
    List<Document> documents = new ArrayList<>();
    long left = bytes;
    for (Split split : splits) {
      try (CorpusReader records = CorpusReader.open(split, corpus, hadoop)) {
        while (left > 0 && records.hasNext()) {
          if (records.next() instanceof Document document && document.text().length > 0) {
            int length = (int) Math.min(document.text().length, left);
            documents.add(new Document(document.id(), Arrays.copyOf(document.text(), length)));
            left -= length;
          }
        }
      }
    }
    return documents;
  }
}
