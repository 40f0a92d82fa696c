package org.gqvae.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * A directory of a few files of all kinds that things happened to, as they do where people copy,
 * rename, link and cut: the same for the same seed.
 */
final class MutatedCorpus {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType("message row { required binary text (STRING); }");
  private static final List<String> ENDINGS =
      List.of(
          ".txt", ".jsonl", ".parquet", ".txt.gz", ".jsonl.bz2", ".txt.zst", ".md", ".txt.xz", "");
  private static final List<String> WORDS =
      List.of("the", "cat", "größer", "\t", "12", "日本語", "'s", "  ", "é", "🙂", "end.");

  private final Random random;
  private final Path directory;
  private final List<String> story = new ArrayList<>();
  private boolean refusable; // whether anything happened that a command may refuse

  private MutatedCorpus(long seed, Path directory) {
    this.random = new Random(seed);
    this.directory = directory;
  }

  /** Writes the seed's corpus to a directory that does not exist. */
  static MutatedCorpus write(long seed, Path directory) throws IOException {
    MutatedCorpus corpus = new MutatedCorpus(seed, directory);
    Files.createDirectories(directory);
    int files = 1 + corpus.random.nextInt(4);
    for (int i = 0; i < files; i++) {
      corpus.writeFile("f" + i);
    }
    int mutations = (int) (seed % 4); // of each fourth corpus none
    for (int i = 0; i < mutations; i++) {
      corpus.mutate();
    }
    return corpus;
  }

  /** Whether what happened leaves nothing to be refused: what is readable must be read. */
  boolean isSound() {
    return !refusable;
  }

  /** What happened, for messages of tests. */
  @Override
  public String toString() {
    return directory + ": " + String.join(", ", story);
  }

  private void writeFile(String stem) throws IOException {
    String ending = ENDINGS.get(random.nextInt(6));
    Path file = directory.resolve(stem + ending);
    story.add("write " + file.getFileName());
    if (ending.equals(".parquet")) {
      writeParquet(file);
    } else {
      try (OutputStream out = compressor(ending, file)) {
        for (String text : texts()) {
          String line =
              ending.startsWith(".jsonl")
                  ? new ObjectMapper().writeValueAsString(Map.of("text", text))
                  : text;
          out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static OutputStream compressor(String ending, Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    if (ending.endsWith(".gz")) {
      return new GZIPOutputStream(out);
    } else if (ending.endsWith(".bz2")) {
      return new BZip2CompressorOutputStream(out);
    }
    return ending.endsWith(".zst") ? new ZstdOutputStream(out).setChecksum(true) : out;
  }

  private void writeParquet(Path file) throws IOException {
    try (ParquetWriter<Group> rows =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(SCHEMA)
            .build()) {
      for (String text : texts()) {
        Group row = new SimpleGroup(SCHEMA);
        row.add("text", text);
        rows.write(row);
      }
    }
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(40); i >= 0; i--) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j > 0; j--) {
        text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private void mutate() throws IOException {
    List<Path> files = files();
    Path file = files.get(random.nextInt(files.size()));
    Path other = files.get(random.nextInt(files.size()));
    switch (random.nextInt(12)) {
      case 0 -> truncate(file);
      case 1 -> flipBits(file);
      case 2 -> rename(file, stem(file) + ENDINGS.get(random.nextInt(ENDINGS.size())));
      case 3 -> append(file, Files.readAllBytes(other), other.getFileName().toString());
      case 4 -> append(file, new byte[1 + random.nextInt(2000)], "zeros");
      case 5 -> append(file, randomBytes(), "random bytes");
      case 6 -> oddName(file);
      case 7 -> rename(file, (random.nextBoolean() ? "_" : ".") + file.getFileName());
      case 8 -> link(file);
      case 9 -> permit(file);
      case 10 -> empty();
      default -> moveDown(file);
    }
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    }
  }

  private void truncate(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = random.nextInt(bytes.length + 1);
    damage(file, Arrays.copyOf(bytes, length), "cut to " + length + " bytes");
  }

  private void flipBits(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = random.nextInt(8); i >= 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    damage(file, bytes, "flip bits");
  }

  private void append(Path file, byte[] more, String what) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(Files.readAllBytes(file));
    all.writeBytes(more);
    damage(file, all.toByteArray(), "append " + what);
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[1 + random.nextInt(50)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Plain text and JSONL may hold any bytes; any other file may be refused for them. */
  private void damage(Path file, byte[] bytes, String what) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.write(file, bytes);
    refusable |= !file.toString().matches(".*\\.(txt|jsonl)");
    story.add(what + " in " + file.getFileName());
  }

  private void rename(Path file, String name) throws IOException {
    refusable |= !name.matches("[._].*");
    move(file, file.resolveSibling(name));
  }

  private void oddName(Path file) throws IOException {
    List<String> odd =
        List.of(
            "a:b", "%41 #1", " blank ", "-x", "new\nline", "{x,y}[z]*?", "\\", "日本", "a,b;c", "~");
    move(file, file.resolveSibling(odd.get(random.nextInt(odd.size())) + ending(file)));
  }

  private void moveDown(Path file) throws IOException {
    Path below = file.resolveSibling("d" + random.nextInt(3) + ".txt");
    if (!Files.isRegularFile(below)) {
      move(file, Files.createDirectories(below).resolve(file.getFileName()));
    }
  }

  private void move(Path from, Path to) throws IOException {
    if (!Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(from, to);
      story.add("move " + from.getFileName() + " to " + directory.relativize(to));
    }
  }

  private void link(Path file) throws IOException {
    Path target =
        switch (random.nextInt(6)) {
          case 0 -> file;
          case 1 -> directory;
          case 2 -> Path.of("nowhere");
          case 3 -> Path.of("/dev/zero");
          case 4 -> fifo();
          default -> directory.resolveSibling(directory.getFileName() + "-elsewhere");
        };
    if (target.toString().endsWith("-elsewhere")) {
      Files.createDirectories(target);
      Files.writeString(target.resolve("e.txt"), "one\n\nthree");
    } else {
      refusable |= !target.equals(file);
    }
    Path link = directory.resolve("link" + story.size() + ending(file));
    Files.createSymbolicLink(link, target);
    story.add("link " + link.getFileName() + " to " + target);
  }

  /** A pipe that nobody writes to. */
  private Path fifo() throws IOException {
    Path pipe = directory.resolveSibling(directory.getFileName() + "-pipe");
    try {
      new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return pipe;
  }

  /** Who may not read a file may not have the command read it; an administrator may. */
  private void permit(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    refusable |= !Files.isReadable(file);
    story.add("forbid " + file.getFileName());
  }

  private void empty() throws IOException {
    Path file = directory.resolve("empty" + story.size() + ENDINGS.get(random.nextInt(6)));
    Files.createFile(file);
    refusable |= file.toString().endsWith(".parquet");
    story.add("write " + file.getFileName());
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("(?s)(?<=.)\\..*", "");
  }

  private static String ending(Path file) {
    return file.getFileName().toString().substring(stem(file).length());
  }
}
