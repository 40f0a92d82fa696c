package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.schema.Type;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Lease;
import org.gqvae.io.storage.RowGroupReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs as they come: count and tokenize read each document once, or say what is wrong. */
class RoughInputTest {
  @TempDir Path folder;
  private int outputs;

  @Test
  void outputsInTheInputAreRefused() throws IOException {
    Path in = write("in/a.txt", "one\ntwo\n").getParent();
    Files.createSymbolicLink(folder.resolve("alias"), in);

    for (Object input : List.of(in, folder.resolve("alias"), "file:" + in)) {
      for (Path output : List.of(in.resolve("out"), folder.resolve("alias/d/out"))) {
        for (String[] words : List.of(count(input, output), tokenize(input, output))) {
          refused(
              CommandLineCall.of(words),
              2,
              "The output %s is in the input %s, and its files would be read as documents. Give an --output elsewhere"
                  .formatted(output, input));
        }
      }
    }
    assertThat(in).isDirectoryNotContaining(path -> Files.isDirectory(path));
  }

  @Test
  void outputsThatAGlobCouldMatchAreRefusedAndOthersAreNot() throws IOException {
    Path in = write("in/a.txt", "one\ntwo\n").getParent();

    for (String[] words :
        List.of(count(in + "/*", in + "/out"), tokenize(in + "/*", in + "/out"))) {
      refused(
          CommandLineCall.of(words),
          2,
          "The output " + in + "/out is in the input " + in + "/*, and its files");
    }
    List<CommandLineCall> calls =
        List.of(
            CommandLineCall.of(count(in + "/*.txt", in + "/counted")),
            CommandLineCall.of(tokenize(in + "/*.txt", in + "/tokenized")));
    calls.forEach(call -> assertThat(documents(call)).isEqualTo(2));
  }

  @Test
  void linksToDirectoriesThatAreReadAnywayAreRefused() throws IOException {
    Path in = write("in/a.txt", "one\ntwo\n").getParent();
    Path link = Files.createSymbolicLink(in.resolve("self"), Path.of("."));

    for (CommandLineCall call : calls(in)) {
      refused(
          call,
          2,
          "The link file:%s leads to %s, whose documents would be read twice. Remove the link"
              .formatted(link, in.toRealPath()));
    }
    Files.delete(link);
    Files.createSymbolicLink(in.resolve("b.txt"), Path.of("a.txt"));
    Files.createSymbolicLink(in.resolve("d"), write("elsewhere/c.txt", "three\n").getParent());
    assertThat(calls(in)).extracting(RoughInputTest::documents).containsExactly(5L, 5L);
  }

  @Test
  void pipesAndDevicesAreRefused() throws IOException, InterruptedException {
    Path in = write("in/a.txt", "one\ntwo\n").getParent();
    Path pipe = in.resolve("b.txt");
    Path device = Files.createSymbolicLink(in.resolve("c.txt"), Path.of("/dev/zero"));
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    for (Path file : List.of(pipe, device)) {
      for (Path input : List.of(in, file)) {
        calls(input).forEach(call -> refused(call, 2, "a pipe, a socket or a device. Copy its"));
      }
      refused(calls(file).get(0), 2, "Cannot read file:" + file + ": it is a pipe, a socket");
      Files.delete(file);
    }
  }

  @Test
  void outputsThatACommandHasNotFinishedAreRefused() throws IOException, InterruptedException {
    Path in = write("in/a.txt", "one\ntwo\n").getParent();
    Configuration hadoop = new Configuration();
    String lease;
    try (Lease held =
        Lease.acquire(new org.apache.hadoop.fs.Path(in.toUri()), "corpus", line -> {}, hadoop)) {
      lease = Files.readString(in.resolve("_lease.json"));
      for (Path input : List.of(in, in.resolve("*.txt"), in.resolve("a.txt"))) {
        for (CommandLineCall call : calls(input)) {
          refused(call, 2, "Input file:" + in + " is being written by corpus (host ");
        }
      }
      held.check();
    }
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    write(
        "in/_lease.json",
        lease.replace(Long.toString(ProcessHandle.current().pid()), Long.toString(ended.pid())));
    for (CommandLineCall call : calls(in)) {
      refused(call, 2, "Input file:" + in + " was left unfinished by corpus (host ");
    }
    Files.delete(in.resolve("_lease.json"));
    assertThat(calls(in)).extracting(RoughInputTest::documents).containsOnly(2L);
  }

  @Test
  void compressedFilesWithNamesOfTextAreRefused() throws IOException {
    Path file = write("in/a.txt", gzip("one\ntwo\n"));

    for (CommandLineCall call : calls(file.getParent())) {
      refused(
          call,
          2,
          "Cannot read file:%s as text: it begins as gzip does. Let its name end in .gz, or set input.compressed-as-text=read to take its bytes as they are"
              .formatted(file));
    }
    Path raw = write("raw/a.txt", new byte[] {0x1f, (byte) 0x8b, 8, '\n', 'x'});
    assertThat(calls(raw, "--set", "input.compressed-as-text=read"))
        .extracting(RoughInputTest::documents)
        .containsOnly(2L);
    Files.move(file, file.resolveSibling("a.txt.gzip"));
    assertThat(calls(file.getParent())).extracting(RoughInputTest::documents).containsOnly(2L);
  }

  @Test
  void compressedFilesBehindOthersAreRefusedByTheirTask() throws IOException {
    write("in/a.txt", "one\n");
    Path file = write("in/b.txt", gzip("two\n"));

    for (CommandLineCall call : calls(file.getParent())) {
      refused(call, 2, "Cannot read file:" + file + " as text: it begins as gzip does");
    }
  }

  @Test
  void filesThatAreNotWhatTheirNamesSayAreRefused() throws IOException {
    Path plain = write("plain/a.txt.gz", "this is no gzip\n");
    for (CommandLineCall call : calls(plain)) {
      refused(
          call,
          2,
          "Cannot read file:%s: its name is that of gzip, but it begins as no file of a known compression does. Correct its name"
              .formatted(plain));
    }
    Path xz = write("in/b.txt.xz", "whatever");
    for (CommandLineCall call : calls(xz.getParent(), "--input-format", "text")) {
      refused(call, 2, "File compressed by xz: file:" + xz + ". Decompress it first");
    }
  }

  @Test
  void fieldsInObjectsAreReadAndKeptUnderTheirNames() throws IOException {
    Path file =
        write(
            "in/a.jsonl",
            "{\"meta\":{\"text\":\"one\",\"lang\":\"en\"},\"a.b\":\"x\"}\n{\"meta\":{\"text\":\"two\"}}\n");

    assertThat(calls(file, "--text-column", "meta.text"))
        .extracting(RoughInputTest::documents)
        .containsOnly(2L);
    Path output = folder.resolve("kept");
    documents(
        CommandLineCall.of(
            tokenize(
                file, output, "--text-column", "meta.text", "--keep-columns", "meta.lang,a\\.b")));
    try (RowGroupReader part =
        RowGroupReader.open(
            new org.apache.hadoop.fs.Path(output.resolve("part-00000-of-00001.parquet").toUri()),
            schema -> schema,
            new Configuration())) {
      assertThat(part.schema().getFields())
          .extracting(Type::getName)
          .endsWith("status", "meta.lang", "a.b");
    }
  }

  @Test
  void arraysAndLongObjectsOfJsonAreRead() throws IOException {
    write("in/a.json", "[{\"text\":\"one\"},\n {\"text\":\"two\"}]\n");
    write("in/b.json", "{\n  \"text\": \"three\"\n}\n");
    Path broken = write("broken/c.json", "[{\"text\":\"one\"}");

    assertThat(calls(folder.resolve("in"))).extracting(RoughInputTest::documents).containsOnly(3L);
    for (CommandLineCall call : calls(broken)) {
      refused(
          call,
          1,
          "Cannot read file:%s: it is cut: it ends within the array that begins at byte 0. Correct it, or let its name end in .jsonl where each line is a record"
              .formatted(broken));
    }
  }

  @Test
  void utf16IsRefusedAndLinesLoseTheirMarksWhereThatIsAskedFor() throws IOException {
    Path utf16 = write("in/a.txt", "\uFEFFone\n".getBytes(StandardCharsets.UTF_16LE));
    for (CommandLineCall call : calls(utf16)) {
      refused(
          call,
          2,
          "Cannot read file:%s as text: it begins as UTF-16 does. Convert it to UTF-8, or set input.compressed-as-text=read to take its bytes as they are"
              .formatted(utf16));
    }
    Path marked = write("marked/a.txt", "\uFEFFone\r\ntwo\r\n");
    Path plain = write("plain/a.txt", "one\ntwo\n");
    CommandLineCall.of(count(marked, folder.resolve("m"), "--set", "input.text=lines"));
    CommandLineCall.of(count(plain, folder.resolve("p")));
    for (String figure : List.of("documents", "bytes", "distinct_words")) {
      assertThat(json(folder.resolve("m/summary.json")).get(figure))
          .isEqualTo(json(folder.resolve("p/summary.json")).get(figure))
          .isNotNull();
    }
  }

  @Test
  void parquetThatIsNoneIsRefused() throws IOException {
    Path file = write("in/a.parquet", "this is no Parquet\n");

    for (CommandLineCall call : calls(file.getParent())) {
      refused(
          call,
          2,
          "Cannot read file:%s: it is no Parquet file or a damaged one. Write it again, or leave it out of the input"
              .formatted(file));
    }
    assertThat(folder.resolve("out-0")).doesNotExist();
  }

  @Test
  void checksumsThatHadoopLeftBesideFilesThatChangedSinceDoNotMatter() throws IOException {
    Path file = write("in/a.txt", "one\n");
    var local = FileSystem.getLocal(new Configuration());
    try (OutputStream out = local.create(new org.apache.hadoop.fs.Path(file.toUri()))) {
      out.write("old\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(file.resolveSibling(".a.txt.crc")).exists();
    Files.writeString(file, "one\ntwo\n");

    assertThat(calls(file.getParent())).extracting(RoughInputTest::documents).containsOnly(2L);
  }

  @Test
  void columnsThatAreNotThereAreRefusedBeforeAnythingIsWritten() throws IOException {
    Path file = write("in/a.jsonl", "{\"meta\":{\"text\":\"one\"}}\n");

    for (CommandLineCall call : calls(file, "--text-column", "meta.txt")) {
      refused(
          call,
          2,
          "Invalid text-column: meta.txt (the beginning of file:%s has no such column), expected one of: meta, meta.text. Did you mean meta.text?"
              .formatted(file));
    }
    assertThat(folder.resolve("out-0")).doesNotExist();
  }

  @Test
  void skippedFilesAreCountedAndThoseThatAreNamedAreRead() throws IOException {
    Path in = write("in/a.txt", "one\ntwo\n").getParent();
    write("in/_b.txt", "three\n");
    write("in/.c/d.txt", "four\n");

    assertThat(calls(in)).extracting(RoughInputTest::documents).containsOnly(2L);
    for (String file : List.of("words/summary.json", "tokens/_manifest.json")) {
      assertThat(json(folder.resolve("out-0").resolve(file)).get("skipped_files").asLong())
          .isEqualTo(2);
    }
    for (String named : List.of("_b.txt", "_*", ".c", ".*/*.txt")) {
      assertThat(calls(in.resolve(named)))
          .as(named)
          .extracting(RoughInputTest::documents)
          .containsOnly(1L);
    }
  }

  @Test
  void columnsThatTokenColumnsHaveAreNotKeptAndNothingIsWritten() throws IOException {
    Path file = write("in/a.jsonl", "{\"id\":\"1\",\"text\":\"one\"}\n");

    refused(
        CommandLineCall.of(tokenize(file.toString(), folder + "/kept", "--keep-columns", "id")),
        2,
        "Invalid kept column id: token columns have a column of that name, rename it in the input or leave it out");
    assertThat(folder.resolve("kept")).doesNotExist();
  }

  @Test
  void filesThatChangeWhileTheyAreReadEndTheCommand() throws IOException {
    Path in = write("in/a.txt", "one\ntwo\n").getParent();
    Files.setLastModifiedTime(in.resolve("a.txt"), FileTime.fromMillis(1_700_000_000_000L));
    LocalSpark.session().stop(); // the next one knows the property
    System.setProperty(ChangingDisk.PROPERTY, ChangingDisk.class.getName());
    try {
      String output = folder.resolve("counted").toString();
      refused(
          CommandLineCall.of(count(ChangingDisk.directory(in), output)),
          1,
          "in/a.txt: it has changed since the command began (8 bytes of 2023-11-14T22:13:20Z, now 8 bytes of 2023-11-14T22:13:21Z). Run the command again when nothing writes to the input");
      assertThat(folder.resolve("counted/summary.json")).doesNotExist();
      output = folder.resolve("tokens").toString();
      refused(
          CommandLineCall.of(tokenize(ChangingDisk.directory(in), output)),
          1,
          "in/a.txt: it has changed since the command began (8 bytes of 2023-11-14T22:13:21Z, now 8 bytes of 2023-11-14T22:13:22Z). Run the command again when nothing writes to the input");
      assertThat(folder.resolve("tokens/_manifest.json")).doesNotExist();
    } finally {
      System.clearProperty(ChangingDisk.PROPERTY);
    }
  }

  @Test
  void namesWithColonsAndBlanksAtTheirEndsAreRead() throws IOException {
    List<String> names =
        List.of(
            "a:b.jsonl",
            ":c.jsonl",
            "d:.jsonl",
            "file:e.jsonl",
            " f.jsonl",
            "g.jsonl ",
            " h.json\t",
            " d /i.jsonl",
            "d:d/\tj.jsonl");
    for (String name : names) {
      Path file = write("in/" + name, "{\"text\":\"one\"}\n");
      assertThat(calls(file)).as(name).extracting(RoughInputTest::documents).containsOnly(1L);
    }
    write("in/k.jsonl.gz ", gzip("{\"text\":\"two\"}\n"));

    assertThat(calls(folder.resolve("in")))
        .extracting(RoughInputTest::documents)
        .containsOnly(names.size() + 1L);
    Path unnamed = write("unnamed/ ", "one\n");
    for (CommandLineCall call : calls(unnamed.getParent())) {
      refused(call, 2, "Unknown extension: file:" + unnamed + ", expected .txt, .jsonl");
    }
  }

  @Test
  void namesThatCannotBeReadEndTheCommand() throws IOException, InterruptedException {
    Path in = write("in/a.txt", "one\ntwo\n").getParent();
    String latin1 = "printf 'three\\n' > donn$(printf '\\351')es.txt";
    assertThat(new ProcessBuilder("sh", "-c", latin1).directory(in.toFile()).start().waitFor())
        .isZero();

    for (CommandLineCall call : calls(in)) {
      refused(call, 1, "es.txt: its name is not in the character set of this JVM, ");
    }
  }

  @Test
  void paddingAndEmptyFilesHoldNoDocuments() throws IOException {
    byte[] gzip = gzip("one\ntwo\n");
    Path in = write("in/a.txt.gz", Arrays.copyOf(gzip, gzip.length + 512)).getParent();
    for (String name : List.of("in/b.txt", "in/c.txt.gz", "in/d.txt.bz2", "in/e.txt.zst")) {
      write(name, "");
    }
    assertThat(calls(in)).extracting(RoughInputTest::documents).containsOnly(2L);

    byte[] damaged = Arrays.copyOf(gzip, gzip.length + 3);
    damaged[gzip.length] = 'x';
    Path file = write("in/a.txt.gz", damaged);
    for (CommandLineCall call : calls(in)) {
      refused(
          call,
          1,
          "Cannot read file:%s: its last 3 bytes, behind the end of the gzip data, are no gzip. Cut them off or compress it again"
              .formatted(file));
    }
  }

  private static JsonNode json(Path file) throws IOException {
    return JsonFile.parse(Files.readAllBytes(file), JsonNode.class);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** What count and tokenize make of an input. */
  private List<CommandLineCall> calls(Path input, String... options) {
    String output = folder.resolve("out-" + outputs++).toString();
    return List.of(
        CommandLineCall.of(count(input, output + "/words", options)),
        CommandLineCall.of(tokenize(input, output + "/tokens", options)));
  }

  private static String[] count(Object input, Object output, String... options) {
    return with(
        options, "count", "--json", "--input", input.toString(), "--output", output.toString());
  }

  private static String[] tokenize(Object input, Object output, String... options) {
    String tokenizer = TinyRun.run().resolve("tokenizer").toString();
    return with(
        options,
        "tokenize",
        "--json",
        "--tokenizer",
        tokenizer,
        "--input",
        input.toString(),
        "--output",
        output.toString());
  }

  private static String[] with(String[] more, String... words) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private static void refused(CommandLineCall call, int exitCode, String problem) {
    assertThat(call.exitCode()).as(call.err()).isEqualTo(exitCode);
    assertThat(call.err()).hasLineCount(1).contains(problem);
  }

  private static long documents(CommandLineCall call) {
    assertThat(call.exitCode()).as(call.err()).isZero();
    return call.json().get("result").get("documents").asLong();
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }
}
