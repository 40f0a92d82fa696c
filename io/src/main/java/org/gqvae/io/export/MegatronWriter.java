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
final class MegatronWriter extends IndexedWriter {
  private static final byte[] MAGIC = "MMIDIDX\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final long VERSION = 1;

  /**
   * Begins {@code name} and the index beside it.
   *
   * @param name ends in {@code .bin}
   */
  MegatronWriter(Path directory, String name, ExportLayout layout, Configuration hadoop)
      throws IOException {
    super(directory, name, layout, hadoop);
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
        ExportedFile.ofIds(name, numbers.commit(), lengths.size(), lengths.sum()),
        ExportedFile.beside(index, writeIndex(path(index), layout.ids(), lengths, hadoop)));
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

  private static int code(IdType ids) {
    return switch (ids) {
      case UINT16 -> 8;
      case INT32 -> 4;
      case UINT32 -> throw new IllegalArgumentException("Megatron-LM has no uint32");
    };
  }
}
