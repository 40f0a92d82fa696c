package org.gqvae.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gqvae.io.export.TrainerFormat;

/**
 * Reads exports as training programs do, by what io/README.md says of their layouts: the documents
 * of a split in their order, each with its end of text where it has one.
 */
final class TrainerReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TrainerReader() {}

  /**
   * The documents of a split, without their ends of text.
   *
   * @param split train or val
   */
  static List<List<Integer>> documents(
      TrainerFormat format, Path directory, String split, int endOfText) throws IOException {
    return switch (format) {
      case MEGATRON -> withoutLast(megatron(directory, split), endOfText);
      case MDS -> withoutLast(mds(directory.resolve(split)), endOfText);
      case DATATROVE -> withoutLast(datatrove(directory.resolve(split)), endOfText);
      case NANOGPT -> nanogpt(directory.resolve(split + ".bin"), endOfText);
      case LLMC -> llmc(directory, split, endOfText);
    };
  }

  /** That each document ends with the end of text, or is empty; and the rest of it. */
  private static List<List<Integer>> withoutLast(List<List<Integer>> documents, int endOfText) {
    List<List<Integer>> without = new ArrayList<>();
    for (List<Integer> document : documents) {
      if (document.isEmpty()) {
        without.add(document);
      } else {
        assertThat(document.get(document.size() - 1)).isEqualTo(endOfText);
        without.add(document.subList(0, document.size() - 1));
      }
    }
    return without;
  }

  static List<List<Integer>> megatron(Path directory, String split) throws IOException {
    List<List<Integer>> documents = new ArrayList<>();
    for (Path index : files(directory, split + "(-[0-9]{5})?\\.idx")) {
      ByteBuffer idx = bytes(index);
      byte[] magic = new byte[9];
      idx.get(magic);
      assertThat(magic).isEqualTo("MMIDIDX\0\0".getBytes(StandardCharsets.US_ASCII));
      assertThat(idx.getLong()).isEqualTo(1);
      int type = idx.get();
      int sequences = Math.toIntExact(idx.getLong());
      int ends = Math.toIntExact(idx.getLong());
      int[] lengths = new int[sequences];
      for (int i = 0; i < sequences; i++) {
        lengths[i] = idx.getInt();
      }
      long[] offsets = new long[sequences];
      for (int i = 0; i < sequences; i++) {
        offsets[i] = idx.getLong();
      }
      ByteBuffer bin = bytes(Path.of(index.toString().replace(".idx", ".bin")));
      assertThat(bin.remaining()).isPositive();
      long sequence = idx.getLong();
      assertThat(sequence).isZero();
      for (int i = 1; i < ends; i++) {
        long end = idx.getLong();
        List<Integer> document = new ArrayList<>();
        for (; sequence < end; sequence++) {
          bin.position(Math.toIntExact(offsets[(int) sequence]));
          document.addAll(
              ids(bin, lengths[(int) sequence], type == 8 ? "uint16" : type == 4 ? "int32" : "?"));
        }
        documents.add(document);
      }
      assertThat(sequence).isEqualTo(sequences);
      assertThat(idx.hasRemaining()).isFalse();
    }
    return documents;
  }

  static List<List<Integer>> mds(Path directory) throws IOException {
    List<List<Integer>> samples = new ArrayList<>();
    JsonNode index = JSON.readTree(directory.resolve("index.json").toFile());
    assertThat(index.get("version").asInt()).isEqualTo(2);
    for (JsonNode entry : index.get("shards")) {
      JsonNode raw = entry.get("raw_data");
      ByteBuffer shard = bytes(directory.resolve(raw.get("basename").asText()));
      assertThat(raw.get("bytes").asInt()).isEqualTo(shard.remaining());
      int count = shard.getInt();
      assertThat(entry.get("samples").asInt()).isEqualTo(count);
      int[] offsets = new int[count + 1];
      for (int i = 0; i <= count; i++) {
        offsets[i] = shard.getInt();
      }
      assertThat(offsets[count]).isEqualTo(shard.limit());
      byte[] columns = new byte[offsets[0] - shard.position()];
      shard.get(columns);
      assertThat(JSON.readTree(columns).get("column_names").toString()).isEqualTo("[\"tokens\"]");
      assertThat(JSON.readTree(columns).get("column_sizes").toString()).isEqualTo("[null]");
      assertThat(JSON.readTree(columns).get("size_limit")).isEqualTo(entry.get("size_limit"));
      String encoding = entry.get("column_encodings").get(0).asText();
      for (int i = 0; i < count; i++) {
        assertThat(shard.position()).isEqualTo(offsets[i]);
        assertThat(shard.getInt()).isEqualTo(offsets[i + 1] - offsets[i] - 4);
        int shape = shard.get();
        assertThat(shape >> 2).as("dimensions").isEqualTo(1);
        int length =
            switch (shape & 3) {
              case 0 -> shard.get() & 0xff;
              case 1 -> shard.getShort() & 0xffff;
              default -> shard.getInt();
            };
        samples.add(ids(shard, length, encoding.replace("ndarray:", "")));
      }
      assertThat(shard.hasRemaining()).isFalse();
    }
    return samples;
  }

  static List<List<Integer>> datatrove(Path directory) throws IOException {
    List<List<Integer>> documents = new ArrayList<>();
    for (Path file : files(directory, "[0-9]{5}\\.ds")) {
      List<String> metadata = Files.readAllLines(Path.of(file + ".metadata"));
      assertThat(metadata).hasSize(3);
      int idBytes = Integer.parseInt(metadata.get(0).replaceAll(".*\\|", ""));
      ByteBuffer ds = bytes(file);
      assertThat(metadata.get(1)).isEqualTo(String.valueOf(ds.remaining() / idBytes));
      ByteBuffer index = bytes(Path.of(file + ".index"));
      long begin = 0;
      while (index.hasRemaining()) {
        long end = index.getLong();
        documents.add(ids(ds, (int) (end - begin), idBytes == 2 ? "uint16" : "uint32"));
        begin = end;
      }
      assertThat(ds.hasRemaining()).isFalse();
    }
    return documents;
  }

  /** Ids that stand before an end of text. */
  static List<List<Integer>> nanogpt(Path file, int endOfText) throws IOException {
    ByteBuffer bin = bytes(file);
    List<List<Integer>> documents = new ArrayList<>();
    List<Integer> document = new ArrayList<>();
    for (int id : ids(bin, bin.remaining() / 2, "uint16")) {
      if (id == endOfText) {
        documents.add(document);
        document = new ArrayList<>();
      } else {
        document.add(id);
      }
    }
    assertThat(document).as("ids without an end of text").isEmpty();
    return documents;
  }

  /** Ids that stand behind an end of text, over all files. */
  static List<List<Integer>> llmc(Path directory, String split, int endOfText) throws IOException {
    List<Integer> stream = new ArrayList<>();
    for (Path file : files(directory, "gqvae_" + split + "_[0-9]{6}\\.bin")) {
      ByteBuffer bin = bytes(file);
      int magic = bin.getInt();
      int version = bin.getInt();
      int count = bin.getInt();
      bin.position(1024);
      assertThat(List.of(magic, version)).isIn(List.of(20240520, 1), List.of(20240801, 7));
      stream.addAll(ids(bin, count, version == 1 ? "uint16" : "uint32"));
      assertThat(bin.hasRemaining()).isFalse();
    }
    List<List<Integer>> documents = new ArrayList<>();
    for (int id : stream) {
      if (id == endOfText) {
        documents.add(new ArrayList<>());
      } else {
        documents.get(documents.size() - 1).add(id);
      }
    }
    return documents;
  }

  private static List<Integer> ids(ByteBuffer buffer, int count, String type) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(
          switch (type) {
            case "uint16" -> buffer.getShort() & 0xffff;
            case "int32", "uint32" -> buffer.getInt();
            default -> throw new AssertionError("Ids of type " + type);
          });
    }
    return ids;
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static List<Path> files(Path directory, String names) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().matches(names)).sorted().toList();
    }
  }
}
