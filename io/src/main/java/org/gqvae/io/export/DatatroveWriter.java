package org.gqvae.io.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;

/**
 * Writes a tokenized file of datatrove: ids in {@code .ds}, the documents' ends, in ids, in {@code
 * .ds.index}, and three lines of text in {@code .ds.metadata}.
 */
final class DatatroveWriter extends IndexedWriter {
  private static final String[] THOUSANDS = {"", "k", "M", "G", "T"};
  private static final int FINGERPRINT_DIGITS = 12;

  /** Begins {@code name} and what stands beside it. */
  DatatroveWriter(Path directory, String name, ExportLayout layout, Configuration hadoop)
      throws IOException {
    super(directory, name, layout, hadoop);
  }

  @Override
  public List<ExportedFile> commit() throws IOException {
    String index = name + ".index";
    String metadata = name + ".metadata";
    return List.of(
        ExportedFile.ofIds(name, numbers.commit(), lengths.size(), lengths.sum()),
        ExportedFile.beside(index, writeIndex(path(index), lengths, hadoop)),
        ExportedFile.beside(metadata, AtomicFile.write(path(metadata), metadata(), hadoop)));
  }

  /** Writes where documents end that stand one behind the other. */
  static AtomicFile.Written writeIndex(Path path, DocumentLengths documents, Configuration hadoop)
      throws IOException {
    try (NumberFile file = NumberFile.create(path, hadoop)) {
      long end = 0;
      for (int i = 0; i < documents.size(); i++) {
        end += documents.get(i);
        file.put64(end);
      }
      return file.commit();
    }
  }

  private byte[] metadata() {
    String tokenizer = "gqvae-" + layout.fingerprint().substring(0, FINGERPRINT_DIGITS);
    long tokens = lengths.sum();
    return "%s|%d\n%d\n%s"
        .formatted(tokenizer, layout.ids().bytes(), tokens, forPeople(tokens))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Three digits and a unit, such as {@code 1.50 kT}. */
  static String forPeople(long tokens) {
    int power = tokens == 0 ? 0 : (int) Math.log10(tokens);
    int thousands = Math.min(power / 3, THOUSANDS.length - 1);
    int decimals = Math.max(0, 2 - (power - 3 * thousands));
    double value = tokens / Math.pow(1000, thousands);
    return String.format(Locale.ROOT, "%." + decimals + "f %sT", value, THOUSANDS[thousands]);
  }
}
