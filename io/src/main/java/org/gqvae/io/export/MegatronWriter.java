package org.gqvae.io.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.storage.AtomicFile;

/**
 * Writes an indexed dataset of Megatron-LM: the ids in {@code .bin}, each document a sequence, and
 * the sequences and documents in {@code .idx}. A document without ids has no sequence.
 */
final class MegatronWriter implements SequenceWriter {
  private static final byte[] MAGIC = "MMIDIDX\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final long VERSION = 1;

  private final Path directory;
  private final String name;
  private final ExportLayout layout;
  private final Configuration hadoop;
  private final NumberFile bin;
  private final DocumentLengths lengths = new DocumentLengths();

  private MegatronWriter(
      Path directory, String name, ExportLayout layout, NumberFile bin, Configuration hadoop) {
    this.directory = directory;
    this.name = name;
    this.layout = layout;
    this.bin = bin;
    this.hadoop = hadoop;
  }

  /**
   * Begins {@code name} and the index beside it.
   *
   * @param name ends in {@code .bin}
   */
  static MegatronWriter create(
      Path directory, String name, ExportLayout layout, Configuration hadoop) throws IOException {
    NumberFile bin = NumberFile.create(new Path(directory, name), hadoop);
    return new MegatronWriter(directory, name, layout, bin, hadoop);
  }

  @Override
  public void write(int[] ids, int from, int to) throws IOException {
    bin.ids(ids, from, to, layout);
    lengths.write(ids, from, to);
  }

  @Override
  public void endDocument() {
    lengths.endDocument();
  }

  @Override
  public boolean isEmpty() {
    return lengths.size() == 0;
  }

  @Override
  public List<ExportedFile> commit() throws IOException {
    if (lengths.sum() == 0) { // which no program can map into its memory
      throw new JobFailedException(
          "Cannot write %s: its %,d documents have no ids. Give a larger export.shard-bytes.megatron"
              .formatted(name, lengths.size()));
    }
    String index = name.substring(0, name.length() - ".bin".length()) + ".idx";
    return List.of(
        ExportedFile.ofIds(name, bin.commit(), lengths.size(), lengths.sum()),
        ExportedFile.beside(
            index, writeIndex(new Path(directory, index), layout.ids(), lengths, hadoop)));
  }

  /** Writes the index of documents that stand one behind the other in a {@code .bin}. */
  static AtomicFile.Written writeIndex(
      Path path, IdType ids, DocumentLengths documents, Configuration hadoop) throws IOException {
    int sequences = 0;
    for (int i = 0; i < documents.size(); i++) {
      sequences += documents.get(i) > 0 ? 1 : 0;
    }
    try (NumberFile file = NumberFile.create(path, hadoop)) {
      file.put(MAGIC);
      file.put64(VERSION);
      file.put8(code(ids));
      file.put64(sequences);
      file.put64(documents.size() + 1L);
      for (int i = 0; i < documents.size(); i++) {
        if (documents.get(i) > 0) {
          file.put32(documents.get(i));
        }
      }
      long offset = 0; // in bytes
      for (int i = 0; i < documents.size(); i++) {
        if (documents.get(i) > 0) {
          file.put64(offset);
          offset += (long) documents.get(i) * ids.bytes();
        }
      }
      long sequence = 0; // that the next document begins with
      file.put64(sequence);
      for (int i = 0; i < documents.size(); i++) {
        sequence += documents.get(i) > 0 ? 1 : 0;
        file.put64(sequence);
      }
      return file.commit();
    }
  }

  @Override
  public void close() throws IOException {
    bin.close();
  }

  private static int code(IdType ids) {
    return switch (ids) {
      case UINT16 -> 8;
      case INT32 -> 4;
      case UINT32 -> throw new IllegalArgumentException("Megatron-LM has no uint32");
    };
  }
}
