package org.gqvae.jobs.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.tokens.PackingFigures;
import org.gqvae.io.tokens.TokenRow;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.FailingOnce;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.cli.OutputMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tokenize --pack --pack-method best-fit}. */
class BestFitTokensTest {
  @TempDir Path folder;

  private TokenizeFixture fixture;

  @BeforeEach
  void writeTokenizer() throws IOException {
    fixture = new TokenizeFixture(folder);
  }

  @ParameterizedTest
  @CsvSource({"16,2kB,16", "60,2kB,300", "1000,1MB,4000000"})
  void placesTheDocumentsOfARunWithoutPackingWhole(int length, String splitBytes, int windowIds)
      throws IOException {
    fixture.writeLines(150);
    String split = "input.split-bytes=" + splitBytes;
    TokensManifest plain = fixture.tokenize("plain", OutputMode.REFUSE, split);
    TokensManifest packed =
        fixture.tokenize(
            "packed",
            OutputMode.REFUSE,
            split,
            "tokenize.pack=" + length,
            "tokenize.pack-method=best-fit",
            "tokenize.pack-window=" + windowIds);

    List<List<PackedRow>> files = PackedRow.files(folder.resolve("packed"));
    assertHoldEachDocumentOnce(files, fixture.documents("plain"), length);
    assertThat(packed)
        .usingRecursiveComparison()
        .ignoringFields("chunks", "specialTokens", "packing", "seconds", "files")
        .isEqualTo(plain);
    List<PackedRow> rows = files.stream().flatMap(List::stream).toList();
    assertThat(packed.chunks()).isEqualTo(rows.size());
    long pads =
        rows.stream().flatMap(row -> row.ids().stream()).filter(id -> id == PackedRow.PAD).count();
    long cut =
        fixture.documents("plain").stream()
            .flatMap(List::stream)
            .filter(document -> PackedRow.endedIds(document).size() > length)
            .count();
    assertThat(packed.packing())
        .isEqualTo(
            new PackingFigures(
                length,
                "best-fit",
                pads,
                (double) pads / (rows.size() * length),
                cut,
                (double) cut / plain.documentsOut()));
  }

  @Test
  void placesShuffledDocumentsWholeAndGivesTheSameBytesWhereTasksFail() throws IOException {
    fixture.writeLines(150);
    String[] shuffled = {
      "tokenize.shuffle=7",
      "tokenize.shuffle-files=3",
      "tokenize.pack=40",
      "tokenize.pack-method=best-fit",
      "tokenize.pack-window=500",
      "tokenize.verify=all"
    };
    fixture.tokenize("plain", OutputMode.REFUSE, shuffled[0], shuffled[1]);
    TokensManifest packed = fixture.tokenize("packed", OutputMode.REFUSE, shuffled);
    assertHoldEachDocumentOnce(
        PackedRow.files(folder.resolve("packed")), fixture.documents("plain"), 40);
    assertThat(packed.verifiedDocuments()).isEqualTo(150);

    SparkSession retrying = LocalSpark.session("local[2,4]");
    String failing =
        FailingOnce.directory(
            folder.resolve("again"),
            retrying.sparkContext().hadoopConfiguration(),
            Set.of("part-00001-of-00003.parquet"));
    fixture.tokenize(retrying, failing, OutputMode.REFUSE, shuffled);
    assertThat(FailingOnce.haveAllFailed()).isTrue();
    assertThat(FileTree.digests(folder.resolve("again"), name -> name.endsWith(".parquet")))
        .isEqualTo(FileTree.digests(folder.resolve("packed"), name -> name.endsWith(".parquet")));
  }

  @Test
  void printsHowRowsWerePacked() throws IOException {
    fixture.writeLines(20);
    CommandLineCall call =
        CommandLineCall.of(
            "tokenize",
            "--tokenizer",
            folder + "/tokenizer",
            "--input",
            folder + "/in",
            "--output",
            folder + "/out",
            "--pack",
            "64",
            "--pack-method",
            "best-fit",
            "--json");
    assertThat(call.exitCode()).as(call.err()).isZero();
    PackingFigures packing =
        TokensManifest.read(fixture.hadoopPath("out"), TokenizeFixture.HADOOP).packing();
    assertThat(call.json().at("/result/packing").toString())
        .isEqualTo(
            ("{\"length\":64,\"method\":\"best-fit\",\"pad_tokens\":%d,\"pad_share\":%s,"
                    + "\"cut_documents\":%d,\"cut_share\":%s}")
                .formatted(
                    packing.padTokens(),
                    packing.padShare(),
                    packing.cutDocuments(),
                    packing.cutShare()));
  }

  /** That each file's rows hold its documents whole, longer ones as full rows and a rest. */
  private static void assertHoldEachDocumentOnce(
      List<List<PackedRow>> files, List<List<List<TokenRow>>> documents, int length) {
    assertThat(files).hasSameSizeAs(documents);
    for (int file = 0; file < files.size(); file++) {
      List<List<Integer>> expected = new ArrayList<>();
      for (List<TokenRow> document : documents.get(file)) {
        List<Integer> ids = PackedRow.endedIds(document);
        for (int from = 0; from < ids.size(); from += length) {
          expected.add(ids.subList(from, Math.min(from + length, ids.size())));
        }
      }
      assertThat(files.get(file).stream().flatMap(row -> row.pieces().stream()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
