package org.gqvae.jobs.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gqvae.jobs.tokenize.TokenizeFixture.HADOOP;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.report.DataSet;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.detokenize.DetokenizeJob;
import org.gqvae.jobs.detokenize.DetokenizeSettings;
import org.gqvae.jobs.report.ReportJob;
import org.gqvae.jobs.report.ReportSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizeJobTest {
  @TempDir Path folder;

  private TokenizeFixture fixture;

  @BeforeEach
  void writeTokenizer() throws IOException {
    fixture = new TokenizeFixture(folder);
  }

  @Test
  void decodesToTheSameBytesWhateverTheyAre() throws IOException {
    List<byte[]> documents = fixture.writeLines(200);
    TokensManifest manifest = fixture.tokenize("tokens", OutputMode.REFUSE, "tokenize.verify=all");
    assertThat(manifest.documentsOut()).isEqualTo(200);
    assertThat(manifest.verifiedDocuments()).isEqualTo(200);
    assertThat(manifest.mismatches()).isZero();
    assertThat(manifest.empty())
        .isEqualTo(documents.stream().filter(text -> text.length == 0).count());
    detokenize("files");
    List<byte[]> decoded = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      decoded.add(Files.readAllBytes(folder.resolve("texts/%05d.bin".formatted(i))));
    }
    assertThat(decoded).containsExactlyElementsOf(documents);
  }

  @Test
  void writesLinesInOrderWithBase64WhereTheBytesAreNotUtf8() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    byte[] malformed = {'a', (byte) 0xc3, '\n'};
    Files.write(folder.resolve("in/a.txt"), malformed);
    Files.writeString(folder.resolve("in/b.txt"), "die \"Größe\" \ud83d\ude00\t\n");
    fixture.tokenize("tokens", OutputMode.REFUSE);
    detokenize("jsonl");
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("texts/part-00000.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).get("id").textValue()).isEqualTo("a.txt#0");
    assertThat(lines.get(0).get("bytes_base64").binaryValue()).isEqualTo(new byte[] {'a', -61});
    assertThat(lines.get(1).get("text").textValue()).isEqualTo("die \"Größe\" \ud83d\ude00\t");
  }

  @Test
  void writesTheSameBytesOnOneCoreAndOnFour() throws IOException {
    fixture.writeLines(200);
    fixture.tokenize(LocalSpark.session("local[1]"), "one", OutputMode.REFUSE);
    fixture.tokenize(LocalSpark.session("local[4]"), "four", OutputMode.REFUSE);
    assertThat(FileTree.digests(folder.resolve("four"), name -> name.endsWith(".parquet")))
        .isEqualTo(FileTree.digests(folder.resolve("one"), name -> name.endsWith(".parquet")))
        .hasSizeGreaterThan(2);
  }

  @Test
  void resumesWithoutTouchingFinishedFilesAndEndsWithTheSameBytes() throws IOException {
    fixture.writeLines(200);
    fixture.tokenize("whole", OutputMode.REFUSE);
    TokenizeSettings settings = fixture.settings("resumed", OutputMode.RESUME);
    List<Split> splits = CorpusReader.plan(settings.corpus().spec(), HADOOP).splits();
    fixture.begin("resumed", settings);
    fixture.splitTokenizer(settings).call(splits.get(0));
    Path finished = folder.resolve("resumed/part-00000-of-%05d.parquet".formatted(splits.size()));
    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(finished, longAgo);

    fixture.tokenize("resumed", OutputMode.RESUME);
    assertThat(Files.getLastModifiedTime(finished)).isEqualTo(longAgo);
    assertThat(FileTree.digests(folder.resolve("resumed"), name -> !name.contains("manifest")))
        .isEqualTo(FileTree.digests(folder.resolve("whole"), name -> !name.contains("manifest")));
    TokensManifest again = fixture.tokenize("resumed", OutputMode.RESUME);
    assertThat(again).isEqualTo(TokensManifest.read(fixture.hadoopPath("resumed"), HADOOP));
  }

  @Test
  void writesAFileAgainThatIsNotWhatTheLedgerSays() throws IOException {
    fixture.writeLines(50);
    TokenizeSettings settings = fixture.settings("tokens", OutputMode.RESUME);
    List<Split> splits = CorpusReader.plan(settings.corpus().spec(), HADOOP).splits();
    SplitTokenizer task = fixture.splitTokenizer(settings);
    TokenizedPart part = task.call(splits.get(0));
    Path file = folder.resolve("tokens").resolve(part.file().name());
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(file, damaged);
    assertThat(task.call(splits.get(0))).isEqualTo(part);
    assertThat(file).hasBinaryContent(whole);
  }

  @Test
  void refusesToResumeAnotherRunNamingWhatDiffers() throws IOException {
    fixture.writeLines(20);
    fixture.tokenize("tokens", OutputMode.REFUSE);
    Files.writeString(folder.resolve("in/z.txt"), "one more\n");
    assertThatThrownBy(
            () ->
                fixture.tokenize(
                    "tokens",
                    OutputMode.RESUME,
                    "tokenize.max-tokens-per-row=20",
                    "tokenize.parquet.zstd-level=19"))
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.problems())
                    .satisfiesExactly(
                        first ->
                            assertThat(first)
                                .contains("input fingerprint: ")
                                .endsWith(
                                    " now (1 file added: z.txt). Give what it was begun with, or --overwrite"),
                        second ->
                            assertThat(second)
                                .contains("tokenize.max-tokens-per-row: 1000000 then, 20 now"),
                        third ->
                            assertThat(third)
                                .contains("tokenize.parquet.zstd-level: 3 then, 19 now")));
  }

  @Test
  void laysFilesOutAsItsSettingsSay() throws IOException {
    fixture.writeLines(60);
    TokensManifest byDefault = fixture.tokenize("tokens", OutputMode.REFUSE);
    TokensManifest plain =
        fixture.tokenize(
            "plain",
            OutputMode.REFUSE,
            "tokenize.parquet.codec=uncompressed",
            "tokenize.parquet.ids=plain");

    assertThat(fixture.documents("plain")).isEqualTo(fixture.documents("tokens"));
    assertThat(plain.files().get(0).bytes()).isGreaterThan(byDefault.files().get(0).bytes());
  }

  @Test
  void cutsLongDocumentsAtWordsAndJoinsThemAgain() throws IOException {
    List<byte[]> documents = fixture.writeLines(60);
    TokensManifest manifest =
        fixture.tokenize(
            "tokens", OutputMode.REFUSE, "tokenize.max-tokens-per-row=16", "tokenize.verify=all");
    assertThat(manifest.chunks()).isGreaterThan(documents.size());
    assertThat(manifest.mismatches()).isZero();
    detokenize("files");
    assertThat(Files.readAllBytes(folder.resolve("texts/00059.bin"))).isEqualTo(documents.get(59));
    DataSet report =
        new ReportJob(
                LocalSpark.session(),
                ReportSettings.read(
                    LocalSpark.settings(),
                    List.of(folder.resolve("tokens").toString()),
                    LocalSpark.output(
                        folder.resolve("report"), OutputMode.REFUSE, ReportJob.OWN_NAMES)))
            .run()
            .get(0);
    assertThat(report.figures().counts().documents()).isEqualTo(60);
    assertThat(report.figures().counts().tokens()).isEqualTo(manifest.tokens());
    assertThat(report.figures().counts().words()).isEqualTo(manifest.words());
    assertThat(folder.resolve("report/report.html")).isNotEmptyFile();
    assertThat(folder.resolve("report/stats.json")).isNotEmptyFile();
  }

  @Test
  void keepsColumnsAndUnreadableRecords() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(
        folder.resolve("in/a.jsonl"),
        """
        {"id": 7, "text": "the cat", "lang": "en"}
        {"id": 8, "text": "the cat
        {"id": 9, "text": ""}
        """);
    TokensManifest manifest =
        fixture.tokenize("tokens", OutputMode.REFUSE, "tokenize.keep-columns=[lang]");
    assertThat(manifest.documentsIn()).isEqualTo(3);
    assertThat(manifest.failed()).isEqualTo(1);
    assertThat(manifest.empty()).isEqualTo(1);
    assertThat(manifest.tableMisses()).isZero();
    assertThat(Files.readString(folder.resolve("tokens/_rejects/part-00000.jsonl")))
        .contains("\"source\":\"a.jsonl\",\"offset\":43");
    assertThat(FileTree.digests(folder.resolve("tokens"), name -> true).keySet())
        .containsExactly(
            ".huggingface.yaml",
            "_input.tsv.gz",
            "_manifest.json",
            "_rejects/part-00000.jsonl",
            "_run.json",
            "_tokenizer/manifest.json",
            "_tokenizer/vocab.tsv",
            "part-00000-of-00001.parquet");
    assertThat(folder.resolve("tokens/.huggingface.yaml"))
        .hasContent(
            """
            configs:
            - config_name: default
              data_files: "part-*.parquet"
            """);
  }

  @Test
  void isReadBySparkSqlAndRequiresAllFixedColumns() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(
        folder.resolve("in/a.jsonl"),
        """
        {"id": 7, "text": "the cat", "lang": "en"}
        {"id": 8, "text": ""}
        """);
    TokensManifest manifest =
        fixture.tokenize("tokens", OutputMode.REFUSE, "tokenize.keep-columns=[lang]");
    Dataset<Row> rows = LocalSpark.session().read().parquet(folder.resolve("tokens").toString());
    assertThat(rows.schema().simpleString())
        .isEqualTo(
            "struct<id:string,chunk_index:int,input_ids:array<int>,token_count:int,word_count:int,"
                + "char_count:bigint,byte_count:bigint,status:string,lang:string>");
    assertThat(
            rows.selectExpr(
                    "id",
                    "size(input_ids) = token_count",
                    "word_count",
                    "char_count",
                    "byte_count",
                    "status",
                    "lang")
                .orderBy("id")
                .collectAsList())
        .containsExactly(
            RowFactory.create("7", true, 2, 7L, 7L, "ok", "en"),
            RowFactory.create("8", true, 0, 0L, 0L, "empty", null));
    assertThat(rows.selectExpr("sum(token_count)").first().getLong(0)).isEqualTo(manifest.tokens());
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                fixture.hadoopPath("tokens/part-00000-of-00001.parquet"), HADOOP))) {
      assertThat(reader.getFileMetaData().getSchema().getFields())
          .allSatisfy(
              field ->
                  assertThat(field.isRepetition(Type.Repetition.REQUIRED))
                      .as(field.getName())
                      .isEqualTo(!field.getName().equals("lang")));
    }
  }

  @Test
  void failsWhereADocumentWasLost() throws IOException {
    fixture.writeLines(50);
    TokenizeSettings settings = fixture.settings("tokens", OutputMode.RESUME);
    List<Split> splits = CorpusReader.plan(settings.corpus().spec(), HADOOP).splits();
    fixture.begin("tokens", settings);
    fixture.splitTokenizer(settings).call(splits.get(0));
    Path entry =
        folder.resolve("tokens/_progress/part-00000-of-%05d.json".formatted(splits.size()));
    String whole = Files.readString(entry);
    Matcher documents = Pattern.compile("\"documents\": (\\d+)").matcher(whole);
    assertThat(documents.find()).isTrue();
    long oneLess = Long.parseLong(documents.group(1)) - 1;
    Files.writeString(entry, documents.replaceFirst("\"documents\": " + oneLess));

    assertThatThrownBy(() -> fixture.tokenize("tokens", OutputMode.RESUME))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("documents_in 50 is not documents_out 49 + failed 0");
    assertThat(folder.resolve("tokens/_manifest.json")).doesNotExist();
  }

  private void detokenize(String format) {
    new DetokenizeJob(
            LocalSpark.session(),
            DetokenizeSettings.read(
                LocalSpark.settings("detokenize.format=" + format),
                folder.resolve("tokens").toString(),
                LocalSpark.output(
                    folder.resolve("texts"), OutputMode.REFUSE, DetokenizeJob.OWN_NAMES)))
        .run();
  }
}
