package org.gqvae.io.export;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.UsageException;

/**
 * How documents become the files of a format. All documents of a split are one sequence of places:
 * an id has one, an end of text has one, and where a format keeps account of documents each has
 * some more. A file has the next {@code shardPlaces} of them, or the documents that begin there.
 *
 * @param vocabularySize ids, with specials
 * @param endOfText id that is the end of a document, or its beginning
 * @param shardBytes size of a file, but for what documents go over it
 * @param fingerprint of the tokenizer
 */
public record ExportLayout(
    TrainerFormat format,
    IdType ids,
    int vocabularySize,
    int endOfText,
    long shardBytes,
    String fingerprint)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHARDS = 100_000;

  /**
   * The layout for a vocabulary.
   *
   * @throws UsageException when the format has no room for its ids
   */
  public static ExportLayout of(
      TrainerFormat format,
      int vocabularySize,
      int endOfText,
      long shardBytes,
      String fingerprint) {
    return new ExportLayout(
        format, format.idType(vocabularySize), vocabularySize, endOfText, shardBytes, fingerprint);
  }

  /** The ends of text that documents have. */
  public long endsOfText(SplitTotals documents) {
    return switch (format.endOfText()) {
      case FIRST, LAST -> documents.documents();
      case LAST_OF_TEXT -> documents.documents() - documents.empty();
    };
  }

  /** The places that documents take. */
  public long places(SplitTotals documents) {
    return documents.tokens() + endsOfText(documents) + format.overhead() * documents.documents();
  }

  /**
   * The files of a split, in their order.
   *
   * @throws UsageException when there are too many
   */
  public List<Shard> shards(DataSplit split, SplitTotals documents) {
    long places = places(documents);
    long size = shardPlaces(places);
    long count = (places + size - 1) / size;
    if (count > MOST_SHARDS) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "Invalid export.shard-bytes: files of %,d bytes would be %,d, expected at most %,d."
                  + " Give larger ones",
              shardBytes,
              count,
              MOST_SHARDS));
    }
    List<Shard> shards = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long from = i * size;
      String name = format.fileName(split, i, (int) count);
      shards.add(new Shard(split, i, from, Math.min(from + size, places), name));
    }
    return shards;
  }

  private long shardPlaces(long places) {
    long fit = Math.max(1, shardBytes / ids.bytes());
    return switch (format) {
      case MEGATRON, MDS, DATATROVE -> fit;
      case NANOGPT -> Math.max(1, places);
      case LLMC -> Math.min(fit, TokenStreamWriter.MOST_TOKENS);
    };
  }

  /**
   * Begins a file.
   *
   * @param directory the output
   * @param lengths what its documents have of ids, with the end of text; only asked where a format
   *     puts it before the ids
   * @throws UsageException when the documents are too long for the format
   */
  public SequenceWriter create(
      Path directory, Shard shard, Supplier<DocumentLengths> lengths, Configuration hadoop)
      throws IOException {
    return switch (format) {
      case MEGATRON -> new MegatronWriter(directory, shard.name(), this, hadoop);
      case MDS -> MdsWriter.create(directory, shard.name(), this, lengths.get(), hadoop);
      case NANOGPT -> TokenStreamWriter.withoutHeader(directory, shard.name(), this, hadoop);
      case LLMC ->
          TokenStreamWriter.withHeader(
              directory, shard.name(), this, shard.to() - shard.from(), hadoop);
      case DATATROVE -> new DatatroveWriter(directory, shard.name(), this, hadoop);
    };
  }
}
