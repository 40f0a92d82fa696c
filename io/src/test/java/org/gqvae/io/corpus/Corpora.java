package org.gqvae.io.corpus;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.hadoop.conf.Configuration;

/** Small corpora for tests, and what is in them. */
final class Corpora {
  static final Configuration HADOOP = new Configuration();

  private Corpora() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Path write(Path file, String text) {
    return write(file, utf8(text));
  }

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] compress(byte[] bytes, Compression compression) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case NONE -> compressed;
          case GZIP -> new GZIPOutputStream(compressed);
          case BZIP2 -> new BZip2CompressorOutputStream(compressed);
          case ZSTD -> new ZstdOutputStream(compressed);
        }) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  static String extension(Compression compression) {
    return switch (compression) {
      case NONE -> "";
      case GZIP -> ".gz";
      case BZIP2 -> ".bz2";
      case ZSTD -> ".zst";
    };
  }

  static byte[] concatenate(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  /** All records, split by split. */
  static List<CorpusRecord> read(CorpusSpec spec) {
    return read(CorpusReader.plan(spec, HADOOP).splits(), spec);
  }

  /** All records of some splits. */
  static List<CorpusRecord> read(List<Split> splits, CorpusSpec spec) {
    List<CorpusRecord> records = new ArrayList<>();
    for (Split split : splits) {
      try (CorpusReader reader = CorpusReader.open(split, spec, HADOOP)) {
        reader.forEachRemaining(records::add);
      }
    }
    return records;
  }

  static List<CorpusRecord> read(Path input) {
    return read(CorpusSpec.of(input.toString()));
  }

  /** Each record in one line: {@code id=text}, or {@code source#offset!reason}. */
  static List<String> show(List<CorpusRecord> records) {
    return records.stream().map(Corpora::show).toList();
  }

  private static String show(CorpusRecord record) {
    if (record instanceof Document document) {
      String kept = document.kept().isEmpty() ? "" : document.kept().toString();
      return document.id() + "=" + new String(document.text(), StandardCharsets.UTF_8) + kept;
    }
    Rejected rejected = (Rejected) record;
    return rejected.source() + "#" + rejected.offset() + "!" + rejected.reason();
  }
}
