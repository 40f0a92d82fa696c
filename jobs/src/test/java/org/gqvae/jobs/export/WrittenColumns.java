package org.gqvae.jobs.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDescription;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.tokens.PartFile;
import org.gqvae.io.tokens.PartName;
import org.gqvae.io.tokens.TokenColumnsWriter;
import org.gqvae.io.tokens.TokenSchema;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * Token columns of given ids, as tokenize would write them.
 *
 * @param parts the documents of each part file
 */
public record WrittenColumns(Path directory, int vocabularySize, List<List<int[]>> parts) {
  private static final Configuration HADOOP = new Configuration();
  private static final int SPECIALS = 2;

  /**
   * Writes documents.
   *
   * @param vocabularySize with 256 single bytes, two specials, and learned tokens of two bytes
   * @param maxTokensPerRow longer documents are chunks
   */
  public static WrittenColumns write(
      Path directory, int vocabularySize, int maxTokensPerRow, List<List<int[]>> parts)
      throws IOException {
    TokenizerDescription tokenizer = tokenizer(vocabularySize);
    String fingerprint = tokenizer.manifest().fingerprint();
    var path = new org.apache.hadoop.fs.Path(directory.toString());
    List<PartFile> files = new ArrayList<>();
    int documents = 0;
    for (int i = 0; i < parts.size(); i++) {
      try (TokenColumnsWriter rows =
          TokenColumnsWriter.create(
              path,
              new PartName(i, parts.size()),
              new TokenSchema(List.of()),
              fingerprint,
              ParquetSettings.DEFAULT,
              HADOOP)) {
        for (int[] ids : parts.get(i)) {
          write(rows, "document " + documents++, ids, maxTokensPerRow);
        }
        files.add(rows.commit());
      }
    }
    TokenizerDirectory.writeDescription(
        new org.apache.hadoop.fs.Path(path, TokenizerDirectory.BESIDE_TOKENS), tokenizer, HADOOP);
    TokensManifest.of(
            files,
            new TokensManifest.RunCounts(documents, 0, 0, 0, 0, 0, null, null),
            Optional.empty(),
            fingerprint,
            1.5)
        .write(path, HADOOP);
    return new WrittenColumns(directory, vocabularySize, parts);
  }

  /** Documents of seeded ids, among them the highest; empty are the first, the last and a third. */
  public static List<List<int[]>> documents(int vocabularySize, int... documentsOfParts) {
    Random random = new Random(7);
    List<List<int[]>> parts = new ArrayList<>();
    for (int documents : documentsOfParts) {
      List<int[]> part = new ArrayList<>();
      for (int i = 0; i < documents; i++) {
        boolean empty = i == 0 || i == documents - 1 || i % 3 == 1;
        int[] ids =
            random.ints(empty ? 0 : 1 + random.nextInt(40), 0, vocabularySize - 2).toArray();
        if (ids.length > 2) {
          ids[2] = vocabularySize - SPECIALS - 1;
        }
        part.add(ids);
      }
      parts.add(part);
    }
    return parts;
  }

  /** All documents in their order. */
  public List<List<Integer>> all() {
    return parts.stream().flatMap(List::stream).map(WrittenColumns::list).toList();
  }

  /** The end of text: the first special. */
  int endOfText() {
    return vocabularySize - SPECIALS;
  }

  static List<Integer> list(int[] ids) {
    return Arrays.stream(ids).boxed().toList();
  }

  private static void write(TokenColumnsWriter rows, String id, int[] ids, int maxTokensPerRow)
      throws IOException {
    int chunk = 0;
    int from = 0;
    do {
      int[] row = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + maxTokensPerRow));
      rows.write(
          id, chunk++, row, row.length, row.length, 2L * row.length, 2L * row.length, List.of());
      from += maxTokensPerRow;
    } while (from < ids.length);
  }

  private static TokenizerDescription tokenizer(int vocabularySize) {
    List<byte[]> learned = new ArrayList<>();
    for (int i = 0; i < vocabularySize - Vocabulary.SINGLE_BYTES - SPECIALS; i++) {
      learned.add(new byte[] {(byte) (i >> Byte.SIZE), (byte) i});
    }
    return TokenizerArtifact.of(
            TokenizerKind.GQVAE,
            PreTokenizer.GPT2,
            Policy.VITERBI,
            "segments",
            Vocabulary.of(learned),
            List.of(),
            Optional.empty())
        .description();
  }
}
