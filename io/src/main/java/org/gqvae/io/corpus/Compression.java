package org.gqvae.io.corpus;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a file as a whole is compressed, as its last extension tells. */
public enum Compression {
  NONE(null),
  GZIP(Signature.GZIP, ".gz", ".gzip"),
  BZIP2(Signature.BZIP2, ".bz2", ".bzip2"),
  ZSTD(Signature.ZSTD, ".zst", ".zstd");

  private final Signature signature;
  private final List<String> extensions;

  Compression(Signature signature, String... extensions) {
    this.signature = signature;
    this.extensions = List.of(extensions);
  }

  static Compression ofFileName(String name) {
    for (Compression compression : values()) {
      if (compression.extensionOf(name).isPresent()) {
        return compression;
      }
    }
    return NONE;
  }

  /** A file's name without this compression's extension. */
  String stripFrom(String name) {
    return name.substring(0, name.length() - extensionOf(name).orElse("").length());
  }

  /** How files of it begin; nothing where there is no compression. */
  Optional<Signature> signature() {
    return Optional.ofNullable(signature);
  }

  private Optional<String> extensionOf(String name) {
    return extensions.stream().filter(name.toLowerCase(Locale.ROOT)::endsWith).findFirst();
  }

  /**
   * The decompressed bytes of {@code file}; concatenated members and frames are one stream. A file
   * that is cut or damaged ends in an {@link IOException}.
   */
  InputStream decompress(InputStream file, String path) throws IOException {
    return switch (this) {
      case NONE -> file;
      case GZIP -> CompressedMembers.gzip(file);
      case BZIP2 -> CompressedMembers.bzip2(file);
      case ZSTD ->
          new ZstdInputStream(new ZstdFrames(file, path, ZstdFrames.memoryOfTask()))
              .setLongMax(ZstdFrames.MAX_WINDOW_LOG);
    };
  }
}
