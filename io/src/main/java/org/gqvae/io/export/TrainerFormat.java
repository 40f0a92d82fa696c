package org.gqvae.io.export;

import java.util.Locale;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.UsageException;

/** Whose files are written. */
public enum TrainerFormat {
  /** Megatron-LM: {@code .bin} with the ids and {@code .idx} with the documents. */
  MEGATRON,
  /** MosaicML streaming: a directory of shards, a sample a document, with {@code index.json}. */
  MDS,
  /** nanoGPT: one file of ids. */
  NANOGPT,
  /** llm.c: files of ids, each with a header. */
  LLMC,
  /** datatrove: {@code .ds} with the ids, beside it the documents' ends and the metadata. */
  DATATROVE;

  /** Megatron-LM takes 16 bits below this number of ids. */
  private static final int MEGATRON_WIDE = 65_500;

  private static final int MOST_IDS_OF_16_BITS = 1 << 16;

  /** Where the end of text is in a document's ids. */
  public enum EndOfText {
    /** Before the text. */
    FIRST,
    /** After the text. */
    LAST,
    /** After the text; a document without text has none. */
    LAST_OF_TEXT
  }

  /**
   * How ids are written, so that none is cut off.
   *
   * @param vocabularySize ids, with specials
   * @throws UsageException when the format has no room for them
   */
  public IdType idType(int vocabularySize) {
    boolean fits = vocabularySize <= MOST_IDS_OF_16_BITS;
    return switch (this) {
      case MEGATRON -> vocabularySize < MEGATRON_WIDE ? IdType.UINT16 : IdType.INT32;
      case MDS -> IdType.INT32;
      case NANOGPT -> {
        if (!fits) {
          throw new UsageException(
              String.format(
                  Locale.ROOT,
                  "Invalid export.format: nanogpt holds ids of 16 bits, and the vocabulary has %,d"
                      + " ids, expected at most %,d. Give another --format, or a smaller"
                      + " vocabulary",
                  vocabularySize,
                  MOST_IDS_OF_16_BITS));
        }
        yield IdType.UINT16;
      }
      case LLMC, DATATROVE -> fits ? IdType.UINT16 : IdType.UINT32;
    };
  }

  /** Where each document has its end of text. */
  public EndOfText endOfText() {
    return switch (this) {
      case MEGATRON -> EndOfText.LAST_OF_TEXT;
      case LLMC -> EndOfText.FIRST;
      case MDS, NANOGPT, DATATROVE -> EndOfText.LAST;
    };
  }

  /** Whether a document may go on in the next file. */
  public boolean cutsDocuments() {
    return switch (this) {
      case NANOGPT, LLMC -> true;
      case MEGATRON, MDS, DATATROVE -> false;
    };
  }

  /** What the entry of a document takes in a shard beside its ids, in ids; never too little. */
  int overhead() {
    return switch (this) {
      case MEGATRON -> 1; // so that a document without ids has a place too
      case MDS -> 4; // offset, size and shape: 16 bytes at most
      case NANOGPT, LLMC, DATATROVE -> 0;
    };
  }

  /** The name of a file's ids, below the output. */
  String fileName(DataSplit split, int index, int shards) {
    String name = Spelling.of(split);
    return switch (this) {
      case MEGATRON ->
          shards == 1 ? name + ".bin" : String.format(Locale.ROOT, "%s-%05d.bin", name, index);
      case MDS -> String.format(Locale.ROOT, "%s/shard.%05d.mds", name, index);
      case NANOGPT -> name + ".bin";
      case LLMC -> String.format(Locale.ROOT, "gqvae_%s_%06d.bin", name, index);
      case DATATROVE -> String.format(Locale.ROOT, "%s/%05d.ds", name, index);
    };
  }
}
