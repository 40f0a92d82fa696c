package org.gqvae.jobs.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gqvae.io.config.ConfigReader;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.tokens.PackingFigures;
import org.gqvae.io.tokens.TokenRow;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.cli.OutputMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tokenize --pack}. */
class PackedTokensTest {
  @TempDir Path folder;

  private TokenizeFixture fixture;

  @BeforeEach
  void writeTokenizer() throws IOException {
    fixture = new TokenizeFixture(folder);
  }

  @ParameterizedTest
  @CsvSource({"16,1kB", "17,2kB", "100,2kB", "1000,1MB", "100000,2kB"})
  void packsWhatARunWithoutPackingWrites(int length, String splitBytes) throws IOException {
    fixture.writeLines(150);
    String split = "input.split-bytes=" + splitBytes;
    TokensManifest plain = fixture.tokenize("plain", OutputMode.REFUSE, split);
    TokensManifest packed =
        fixture.tokenize("packed", OutputMode.REFUSE, split, "tokenize.pack=" + length);

    List<List<PackedRow>> expected = new ArrayList<>();
    for (List<List<TokenRow>> file : fixture.documents("plain")) {
      expected.add(pack(file, length));
    }
    assertThat(PackedRow.files(folder.resolve("packed"))).isEqualTo(expected);
    long rows = expected.stream().mapToLong(List::size).sum();
    assertThat(packed.chunks()).isEqualTo(rows);
    assertThat(packed.tokens() + packed.specialTokens()).isEqualTo(rows * length);
    assertThat(packed)
        .usingRecursiveComparison()
        .ignoringFields("chunks", "specialTokens", "packing", "seconds", "files")
        .isEqualTo(plain);
    long pads = packed.specialTokens() - (plain.documentsOut() - plain.empty());
    long cut = cutDocuments(fixture.documents("plain"), length);
    assertThat(packed.packing())
        .isEqualTo(
            new PackingFigures(
                length,
                "concatenate",
                pads,
                (double) pads / (rows * length),
                cut,
                (double) cut / plain.documentsOut()));
  }

  @Test
  void packsShuffledDocumentsInTheirOrder() throws IOException {
    fixture.writeLines(150);
    String[] shuffled = {
      "tokenize.shuffle=7", "tokenize.shuffle-files=3", "tokenize.max-tokens-per-row=16"
    };
    fixture.tokenize("plain", OutputMode.REFUSE, shuffled);
    String[] packed = {shuffled[0], shuffled[1], "tokenize.pack=40"};
    TokensManifest manifest = fixture.tokenize("packed", OutputMode.REFUSE, packed);
    List<List<PackedRow>> expected =
        fixture.documents("plain").stream().map(file -> pack(file, 40)).toList();
    assertThat(PackedRow.files(folder.resolve("packed"))).isEqualTo(expected);
    assertThat(manifest.tokens() + manifest.specialTokens()).isEqualTo(manifest.chunks() * 40);
  }

  @Test
  void givesTheDocumentsBackWhereItIsCutAtEndsOfText() throws IOException {
    List<byte[]> documents = fixture.writeLines(60);
    TokensManifest manifest =
        fixture.tokenize(
            "packed", OutputMode.REFUSE, "tokenize.pack=50", "tokenize.max-tokens-per-row=16");

    List<byte[]> found = new ArrayList<>();
    for (List<PackedRow> file : PackedRow.files(folder.resolve("packed"))) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (int id : file.stream().flatMap(row -> row.ids().stream()).toList()) {
        if (id == PackedRow.END) {
          found.add(text.toByteArray());
          text.reset();
        } else if (id != PackedRow.PAD) {
          text.writeBytes(TokenizeFixture.VOCABULARY.literal(id));
        }
      }
      assertThat(text.size()).isZero();
    }
    assertThat(found)
        .containsExactlyElementsOf(documents.stream().filter(text -> text.length > 0).toList());
  }

  @Test
  void writesNoRowsOfACorpusOfEmptyDocuments() throws IOException {
    fixture.write("empty.txt", "\n\n\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    TokensManifest manifest =
        fixture.tokenize("packed", OutputMode.REFUSE, "tokenize.pack=16", "tokenize.verify=all");
    assertThat(manifest.documentsOut()).isEqualTo(3);
    assertThat(manifest.empty()).isEqualTo(3);
    assertThat(manifest.verifiedDocuments()).isEqualTo(3);
    assertThat(manifest.chunks()).isZero();
    assertThat(manifest.specialTokens()).isZero();
    assertThat(PackedRow.files(folder.resolve("packed"))).containsExactly(List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"concatenate", "best-fit"})
  void writesTheSameBytesOnOneCoreAndOnTwoAndAfterAnInterruption(String method) throws IOException {
    fixture.writeLines(150);
    String[] packed = {"tokenize.pack=64", "tokenize.pack-method=" + method};
    fixture.tokenize(LocalSpark.session("local[1]"), "one", OutputMode.REFUSE, packed);
    fixture.tokenize(LocalSpark.session("local[2]"), "two", OutputMode.REFUSE, packed);
    TokenizeSettings settings = fixture.settings("again", OutputMode.RESUME, packed);
    List<Split> splits =
        CorpusReader.plan(settings.corpus().spec(), TokenizeFixture.HADOOP).splits();
    fixture.begin("again", settings);
    String kept = fixture.splitTokenizer(settings).call(splits.get(2)).file().name();
    String lost = fixture.splitTokenizer(settings).call(splits.get(1)).file().name();
    Files.delete(folder.resolve("again").resolve(lost));
    var written = Files.getLastModifiedTime(folder.resolve("again").resolve(kept));
    TokensManifest resumed = fixture.tokenize("again", OutputMode.RESUME, packed);

    var digests = FileTree.digests(folder.resolve("one"), name -> name.endsWith(".parquet"));
    assertThat(digests).hasSizeGreaterThan(2);
    for (String output : List.of("two", "again")) {
      assertThat(FileTree.digests(folder.resolve(output), name -> name.endsWith(".parquet")))
          .isEqualTo(digests);
    }
    assertThat(Files.getLastModifiedTime(folder.resolve("again").resolve(kept))).isEqualTo(written);
    assertThat(resumed)
        .usingRecursiveComparison()
        .ignoringFields("seconds")
        .isEqualTo(TokensManifest.read(fixture.hadoopPath("one"), TokenizeFixture.HADOOP));
  }

  @Test
  void isReadBySparkSqlAsListsOfTheContractsTypes() throws IOException {
    fixture.writeLines(20);
    fixture.tokenize("packed", OutputMode.REFUSE, "tokenize.pack=32");
    assertThat(
            LocalSpark.session()
                .read()
                .parquet(folder.resolve("packed").toString())
                .schema()
                .simpleString())
        .isEqualTo("struct<input_ids:array<int>,seq_start_id:array<int>,loss_mask:array<tinyint>>");
  }

  @Test
  void isNotResumedWithAnotherLength() throws IOException {
    fixture.writeLines(10);
    fixture.tokenize("packed", OutputMode.REFUSE, "tokenize.pack=32");
    assertThatThrownBy(() -> fixture.tokenize("packed", OutputMode.RESUME, "tokenize.pack=64"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("tokenize.pack: 32 then, 64 now");
  }

  @Test
  void isNotResumedByAnotherMethod() throws IOException {
    fixture.writeLines(10);
    fixture.tokenize("packed", OutputMode.REFUSE, "tokenize.pack=32");
    assertThatThrownBy(
            () ->
                fixture.tokenize(
                    "packed",
                    OutputMode.RESUME,
                    "tokenize.pack=32",
                    "tokenize.pack-method=best-fit"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("tokenize.pack-method: concatenate then, best-fit now");
  }

  @ParameterizedTest
  @ValueSource(strings = {"concatenate", "best-fit"})
  void isRefusedWhereDocumentsAreRead(String method) throws IOException {
    fixture.writeLines(10);
    fixture.tokenize(
        "packed", OutputMode.REFUSE, "tokenize.pack=32", "tokenize.pack-method=" + method);
    CommandLineCall call =
        CommandLineCall.of(
            "detokenize", "--tokens", folder + "/packed", "--output", folder + "/out", "--dry-run");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .startsWith("gqvae: Packed rows in ")
        .contains("Run tokenize without --pack");
  }

  @Test
  void refusesLengthsOutOfRangeAndKeptColumns() {
    assertThat(problems("tokenize.pack=15", "tokenize.keep-columns=[lang]"))
        .containsExactly(
            "Invalid tokenize.pack: 15 (--set tokenize.pack=15),"
                + " expected 0 (off), or a whole number from 16 to 10000000",
            "Invalid tokenize.keep-columns: [\"lang\"] (--set tokenize.keep-columns=[lang]),"
                + " expected none with tokenize.pack: a packed row belongs to no one document");
    assertThat(problems("tokenize.pack=10000001"))
        .containsExactly(
            "Invalid tokenize.pack: 10000001 (--set tokenize.pack=10000001),"
                + " expected a whole number from 0 to 10000000");
  }

  @Test
  void refusesBestFitWithoutALengthAndWindowsShorterThanARow() {
    assertThat(problems("tokenize.pack-method=best-fit"))
        .containsExactly(
            "Invalid tokenize.pack-method: best-fit (--set tokenize.pack-method=best-fit),"
                + " expected concatenate (the default) where tokenize.pack is 0 (off)."
                + " Give the length of the rows by --pack");
    assertThat(
            problems(
                "tokenize.pack=64", "tokenize.pack-method=best-fit", "tokenize.pack-window=63"))
        .containsExactly(
            "Invalid tokenize.pack-window: 63 (--set tokenize.pack-window=63),"
                + " expected at least tokenize.pack (64)");
    assertThat(problems("tokenize.pack=64", "tokenize.pack-method=bestfit"))
        .containsExactly(
            "Invalid tokenize.pack-method: bestfit (--set tokenize.pack-method=bestfit),"
                + " expected one of concatenate, best-fit");
  }

  private static List<String> problems(String... assignments) {
    ConfigReader reader = LocalSpark.settings(assignments);
    TokenizeSettings.read(
        reader,
        "tokenizer",
        "in",
        LocalSpark.output(Path.of("out"), OutputMode.REFUSE, TokenizeJob.OWN_NAMES));
    try {
      reader.done();
      return List.of();
    } catch (UsageException e) {
      return e.problems();
    }
  }

  /** The documents that do not end in the row that they begin in. */
  private static long cutDocuments(List<List<List<TokenRow>>> files, int length) {
    long cut = 0;
    for (List<List<TokenRow>> file : files) {
      int begin = 0;
      for (List<TokenRow> document : file) {
        int end = begin + PackedRow.endedIds(document).size();
        cut += end > begin && begin / length != (end - 1) / length ? 1 : 0;
        begin = end;
      }
    }
    return cut;
  }

  /** Packs documents the long way: all ids with their documents, then cut into rows. */
  private static List<PackedRow> pack(List<List<TokenRow>> documents, int length) {
    List<int[]> all = new ArrayList<>(); // (id, document); pads belong to document -1
    for (int i = 0; i < documents.size(); i++) {
      int before = all.size();
      for (TokenRow chunk : documents.get(i)) {
        for (int id : chunk.inputIds()) {
          all.add(new int[] {id, i});
        }
      }
      if (all.size() > before) {
        all.add(new int[] {PackedRow.END, i});
      }
    }
    while (all.size() % length != 0) {
      all.add(new int[] {PackedRow.PAD, -1});
    }
    List<PackedRow> rows = new ArrayList<>();
    for (int from = 0; from < all.size(); from += length) {
      PackedRow row = new PackedRow(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int i = 0; i < length; i++) {
        int document = all.get(from + i)[1];
        boolean goesOn = i > 0 && all.get(from + i - 1)[1] == document;
        row.ids().add(all.get(from + i)[0]);
        row.starts().add(goesOn ? row.starts().get(i - 1) : i);
        row.mask().add(document < 0 ? 0 : 1);
      }
      rows.add(row);
    }
    return rows;
  }
}
