package org.gqvae.jobs;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * The documents of a directory, read whole file by whole file with the libraries that others read
 * them with: none of the code that is tested.
 *
 * @param texts of the documents in order, a character a byte
 * @param rejected how many records are no documents
 */
record PlainCorpus(List<String> texts, long rejected) {
  private static final ObjectMapper JSON =
      new ObjectMapper(new JsonFactory())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);

  /**
   * Reads what is below a directory, links followed.
   *
   * @throws IOException if a file is damaged, or of no known kind
   */
  static PlainCorpus read(Path directory) throws IOException {
    List<String> texts = new ArrayList<>();
    long rejected = 0;
    for (Path file : files(directory)) {
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      if (name.endsWith(".parquet")) {
        readParquet(file, texts);
        continue;
      }
      byte[] bytes = decompressed(file, name);
      String stem = name.replaceFirst("\\.(gz|gzip|bz2|bzip2|zst|zstd)$", "");
      if (stem.endsWith(".txt")) {
        lines(bytes).forEach(line -> texts.add(latin1(line)));
      } else if (stem.endsWith(".jsonl")) {
        for (byte[] line : lines(bytes)) {
          rejected += readJson(line, texts) ? 0 : 1;
        }
      } else {
        throw new IOException("Of no known kind: " + file);
      }
    }
    return new PlainCorpus(texts, rejected);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !directory.relativize(file).toString().matches("(.*/)?[._].*"))
          .sorted(
              Comparator.comparing(
                  file -> directory.relativize(file).toString().getBytes(StandardCharsets.UTF_8),
                  Arrays::compareUnsigned))
          .toList();
    } catch (UncheckedIOException e) { // a link to a directory above
      throw e.getCause();
    }
  }

  private static byte[] decompressed(Path file, String name) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      return bytes;
    }
    try {
      return decompressed(bytes, name);
    } catch (IOException e) {
      return decompressed(withoutPadding(bytes), name);
    }
  }

  private static byte[] decompressed(byte[] bytes, String name) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    if (name.matches(".*\\.(gz|gzip)")) {
      return new GZIPInputStream(in).readAllBytes();
    } else if (name.matches(".*\\.(bz2|bzip2)")) {
      return new BZip2CompressorInputStream(in, true).readAllBytes();
    } else if (name.matches(".*\\.(zst|zstd)")) {
      return new ZstdInputStream(in).readAllBytes();
    }
    return bytes;
  }

  /** Without the zeros at the end, which fill up blocks of tapes and disks. */
  private static byte[] withoutPadding(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }

  private static List<byte[]> lines(byte[] bytes) {
    List<byte[]> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte b : bytes) {
      if (b == '\n') {
        lines.add(line.toByteArray());
        line.reset();
      } else {
        line.write(b);
      }
    }
    if (line.size() > 0) {
      lines.add(line.toByteArray());
    }
    return lines;
  }

  /** Whether the line is a document, or blank. */
  private static boolean readJson(byte[] line, List<String> texts) throws IOException {
    if (latin1(line).matches("[ \t\r]*")) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      JsonNode object = JSON.readTree(line);
      JsonNode id = object.path("id");
      JsonNode text = object.path("text");
      if (!object.isObject() || !text.isTextual() || id.isContainerNode() || id.isBoolean()) {
        return false;
      }
      texts.add(latin1(text.textValue().getBytes(StandardCharsets.UTF_8)));
      return true;
    } catch (CharacterCodingException | JsonProcessingException e) {
      return false;
    }
  }

  private static void readParquet(Path file, List<String> texts) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.setBoolean("parquet.page.verify-checksum.enabled", true);
    Path copy = Files.copy(file, Files.createTempFile("plain", ".parquet"), REPLACE_EXISTING);
    try (ParquetReader<Group> rows = // which takes no name that holds a colon
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(copy.toUri()))
            .withConf(hadoop)
            .build()) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        texts.add(latin1(row.getBinary("text", 0).getBytes()));
      }
    } catch (RuntimeException e) {
      throw new IOException(file.toString(), e);
    } finally {
      Files.delete(copy);
    }
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
