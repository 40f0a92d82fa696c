package org.gqvae.io.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.ReadAhead;
import org.gqvae.io.storage.Storage;

/**
 * What of each file goes into the {@link CorpusFingerprint}. A run keeps it in {@code
 * _input.tsv.gz}, a line a file, to say how an input has changed whose fingerprint is another one:
 * length, half of the SHA-256 of the first and last 64 KiB, name. 100,000 files take about 3 MB.
 */
public final class CorpusInventory {
  /** The file's name. */
  public static final String FILE_NAME = "_input.tsv.gz";

  private static final Pattern LINE = Pattern.compile("(\\d+)\t([0-9a-f]+)\t(.*)");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
  private static final int MAX_NAMED_FILES = 3;
  private static final int SAMPLE_BYTES = 1 << 16;
  private static final int DIGITS = 32;

  /** What is known of a file. */
  private record Entry(long bytes, String digest) {}

  private final SortedMap<String, Entry> files; // by their names, in one line each
  private final CorpusFingerprint fingerprint;

  private CorpusInventory(SortedMap<String, Entry> files, CorpusFingerprint fingerprint) {
    this.files = files;
    this.fingerprint = fingerprint;
  }

  /**
   * The files at the input of {@code spec}; of its other fields nothing counts.
   *
   * @throws org.gqvae.io.failure.UsageException when nothing is there
   * @throws org.gqvae.io.failure.JobFailedException when a file cannot be read, naming it
   */
  public static CorpusInventory of(CorpusSpec spec, Configuration hadoop) {
    return of(CorpusListing.of(spec.input(), hadoop).files(), () -> {}, hadoop);
  }

  /**
   * The files of a corpus as it was listed.
   *
   * @param afterEach is run for each file
   * @throws org.gqvae.io.failure.JobFailedException when a file cannot be read, naming it
   */
  public static CorpusInventory of(CorpusPlan corpus, Runnable afterEach, Configuration hadoop) {
    return of(corpus.files(), afterEach, hadoop);
  }

  /**
   * The digest of the corpus is one over the ends of all files, so that they all come by here; what
   * takes time is waiting for them.
   */
  private static CorpusInventory of(
      List<CorpusFile> files, Runnable afterEach, Configuration hadoop) {
    SortedMap<String, Entry> entries = new TreeMap<>();
    MessageDigest digest = Storage.sha256();
    long bytes = 0;
    try (ReadAhead<CorpusFile, Ends> ends = ReadAhead.of(files, file -> ends(file, hadoop))) {
      for (CorpusFile file : files) {
        Ends next = ends.next();
        byte[] name = file.name().getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(name.length).flip());
        digest.update(name);
        digest.update(ByteBuffer.allocate(8).putLong(file.length()).flip());
        digest.update(next.bytes());
        entries.put(inOneLine(file.name()), new Entry(file.length(), next.digest()));
        bytes += file.length();
        afterEach.run();
      }
    }
    return new CorpusInventory(
        entries, new CorpusFingerprint(Storage.hex(digest), entries.size(), bytes));
  }

  /** The first and last bytes of a file, and half of their digest. */
  private record Ends(byte[] bytes, String digest) {}

  /** Reads past the stream's buffer, which would take longer to make than a small file to read. */
  private static Ends ends(CorpusFile file, Configuration hadoop) {
    try (FSDataInputStream in = Storage.of(file.path(), hadoop).open(file.path(), 1)) {
      byte[] bytes = new byte[(int) Math.min(file.length(), 2 * SAMPLE_BYTES)];
      int read = in.readNBytes(bytes, 0, Math.min(bytes.length, SAMPLE_BYTES));
      if (file.length() > SAMPLE_BYTES) {
        in.seek(Math.max(SAMPLE_BYTES, file.length() - SAMPLE_BYTES));
        read += in.readNBytes(bytes, read, bytes.length - read);
      }
      byte[] ends = read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
      MessageDigest digest = Storage.sha256();
      digest.update(ends);
      return new Ends(ends, Storage.hex(digest).substring(0, DIGITS));
    } catch (IOException | RuntimeException e) {
      throw CorpusReader.failure(file.path().toString(), e);
    }
  }

  /** The fingerprint of the corpus. */
  public CorpusFingerprint fingerprint() {
    return fingerprint;
  }

  /** Writes {@code directory/_input.tsv.gz}. */
  public void write(Path directory, Configuration hadoop) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (Writer lines = new OutputStreamWriter(new GZIPOutputStream(content), UTF_8)) {
      for (Map.Entry<String, Entry> file : files.entrySet()) {
        Entry entry = file.getValue();
        lines.write(entry.bytes() + "\t" + entry.digest() + "\t" + file.getKey() + "\n");
      }
    }
    AtomicFile.write(new Path(directory, FILE_NAME), content.toByteArray(), hadoop);
  }

  /**
   * How these files differ from those that {@code directory/_input.tsv.gz} has: {@code 1 file
   * added: c.txt; 2 files gone: a.txt, b.txt}; nothing where that file is missing or damaged.
   */
  public Optional<String> changesSince(Path directory, Configuration hadoop) throws IOException {
    try {
      return Optional.of(changesSince(read(new Path(directory, FILE_NAME), hadoop)));
    } catch (FileNotFoundException | EOFException | ZipException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static SortedMap<String, Entry> read(Path path, Configuration hadoop) throws IOException {
    SortedMap<String, Entry> files = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(Storage.read(path, hadoop))),
                UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher file = LINE.matcher(line);
        if (!file.matches()) {
          throw new IllegalArgumentException("No line of a file: " + line);
        }
        files.put(file.group(3), new Entry(Long.parseLong(file.group(1)), file.group(2)));
      }
    }
    return files;
  }

  private String changesSince(SortedMap<String, Entry> those) {
    List<String> added = new ArrayList<>();
    List<String> resized = new ArrayList<>();
    List<String> edited = new ArrayList<>();
    files.forEach(
        (name, now) -> {
          Entry then = those.get(name);
          if (then == null) {
            added.add(name);
          } else if (then.bytes() != now.bytes()) {
            resized.add("%s (%,d bytes then, %,d now)".formatted(name, then.bytes(), now.bytes()));
          } else if (!then.equals(now)) {
            edited.add(name);
          }
        });
    List<String> gone = those.keySet().stream().filter(name -> !files.containsKey(name)).toList();
    List<String> changes = new ArrayList<>();
    tell("added", added, changes);
    tell("gone", gone, changes);
    tell("of another length", resized, changes);
    tell("of the same length with another text", edited, changes);
    return String.join("; ", changes);
  }

  private static void tell(String what, List<String> names, List<String> changes) {
    if (!names.isEmpty()) {
      int named = Math.min(names.size(), MAX_NAMED_FILES);
      changes.add(
          "%,d %s %s: %s%s"
              .formatted(
                  names.size(),
                  names.size() == 1 ? "file" : "files",
                  what,
                  String.join(", ", names.subList(0, named)),
                  named < names.size() ? ", ..." : ""));
    }
  }

  private static String inOneLine(String name) {
    return CONTROL
        .matcher(name.replace("\\", "\\\\"))
        .replaceAll(letter -> "\\\\x%02x".formatted((int) letter.group().charAt(0)));
  }
}
