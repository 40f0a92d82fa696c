package org.gqvae.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.gqvae.io.export.ExportManifest;
import org.gqvae.io.export.ExportedFile;
import org.gqvae.io.export.TrainerFormat;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code export --tokens}. */
class ExportTokensJobTest {
  private static final int VOCABULARY = 300;
  private static final String SHARE = "export.validation-share=0.3";
  private static final String SEED = "export.seed=7";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(TrainerFormat.class)
  void writesEveryDocumentOnceAndInOrder(TrainerFormat format) throws IOException {
    WrittenColumns columns = columns(VOCABULARY, 80, 1, 90);

    ExportManifest manifest = export(columns, format, OutputMode.REFUSE, small(format));

    assertThat(read(columns, format, "train")).isEqualTo(columns.all());
    assertThat(manifest.documents()).isEqualTo(171);
    assertThat(manifest.tokens()).isEqualTo(columns.all().stream().mapToInt(List::size).sum());
    assertThat(manifest.specialTokens())
        .isEqualTo(format == TrainerFormat.MEGATRON ? 171 - manifest.empty() : 171);
    long idFiles = manifest.files().stream().filter(file -> file.tokens() > 0).count();
    if (format == TrainerFormat.NANOGPT) {
      assertThat(idFiles).isOne();
    } else {
      assertThat(idFiles).isGreaterThan(3);
    }
  }

  @ParameterizedTest
  @EnumSource(TrainerFormat.class)
  void writesEachDocumentInOneOfTheTwoSplitsByItsHash(TrainerFormat format)
      throws IOException, GeneralSecurityException {
    WrittenColumns columns = columns(VOCABULARY, 80, 1, 90);

    export(columns, format, OutputMode.REFUSE, small(format), SHARE, SEED);

    List<List<Integer>> train = new ArrayList<>();
    List<List<Integer>> validation = new ArrayList<>();
    for (int part = 0; part < columns.parts().size(); part++) {
      for (int i = 0; i < columns.parts().get(part).size(); i++) {
        (isBelow("0.3", "7/" + part + "/" + i) ? validation : train)
            .add(WrittenColumns.list(columns.parts().get(part).get(i)));
      }
    }
    assertThat(read(columns, format, "train")).isEqualTo(train);
    assertThat(read(columns, format, "val")).isEqualTo(validation);
    assertThat(validation.size()).isBetween(35, 70);
  }

  @ParameterizedTest
  @CsvSource({
    "65499, MEGATRON, uint16",
    "65500, MEGATRON, int32",
    "65536, MEGATRON, int32",
    "65536, MDS, int32",
    "65537, MDS, int32",
    "65536, NANOGPT, uint16",
    "65536, LLMC, uint16",
    "65537, LLMC, uint32",
    "65536, DATATROVE, uint16",
    "65537, DATATROVE, uint32",
  })
  void widensIdsWhereSixteenBitsAreTooFew(int vocabularySize, TrainerFormat format, String type)
      throws IOException {
    WrittenColumns columns = columns(vocabularySize, 12);

    ExportManifest manifest = export(columns, format, OutputMode.REFUSE);

    assertThat(manifest.dtype()).isEqualTo(type);
    assertThat(read(columns, format, "train")).isEqualTo(columns.all());
  }

  @Test
  void refusesNanogptAVocabularyOfMoreThanSixteenBits() throws IOException {
    WrittenColumns columns = columns(65_537, 12);

    assertThatThrownBy(() -> export(columns, TrainerFormat.NANOGPT, OutputMode.REFUSE))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Invalid export.format: nanogpt holds ids of 16 bits, and the vocabulary has 65,537"
                + " ids, expected at most 65,536. Give another --format, or a smaller vocabulary");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(TrainerFormat.class)
  void writesADocumentThatIsLongerThanSeveralShards(TrainerFormat format) throws IOException {
    int[] longDocument = new int[5_000];
    Arrays.setAll(longDocument, i -> i % 298);
    WrittenColumns columns =
        WrittenColumns.write(
            folder.resolve("tokens"),
            VOCABULARY,
            700,
            List.of(List.of(new int[] {1}, longDocument, new int[0]), List.of(new int[] {2, 3})));

    export(columns, format, OutputMode.REFUSE, small(format));

    assertThat(read(columns, format, "train")).isEqualTo(columns.all());
  }

  @ParameterizedTest
  @EnumSource(TrainerFormat.class)
  void writesTheSameBytesOnOneCoreAndOnTwo(TrainerFormat format) throws IOException {
    WrittenColumns columns = columns(VOCABULARY, 80, 90);
    String[] settings = {"export.format=" + name(format), small(format), SHARE, SEED};

    run(columns, LocalSpark.session("local[1]"), "one", OutputMode.REFUSE, settings);
    run(columns, LocalSpark.session("local[2]"), "two", OutputMode.REFUSE, settings);

    assertThat(FileTree.digests(folder.resolve("two"), name -> true))
        .isEqualTo(FileTree.digests(folder.resolve("one"), name -> true))
        .hasSizeGreaterThan(2);
  }

  @Test
  void resumesWithoutTouchingFinishedFilesAndEndsWithTheSameBytes() throws IOException {
    WrittenColumns columns = columns(VOCABULARY, 80, 90);
    String[] megatron = {"export.format=megatron", small(TrainerFormat.MEGATRON), SHARE, SEED};
    SparkSession spark = LocalSpark.session("local[1]"); // writes one file after the other
    run(columns, spark, "whole", OutputMode.REFUSE, megatron);
    ExportTokensSettings settings = settings(columns, "resumed", OutputMode.RESUME, megatron);
    begin(columns, settings);
    Path inTheWay = folder.resolve("resumed/train-00003.bin/directory");
    Files.createDirectories(inTheWay);
    assertThatThrownBy(() -> new ExportTokensJob(spark, settings).run())
        .hasStackTraceContaining("Cannot rename");
    FileTree.delete(inTheWay.getParent());
    Files.delete(folder.resolve("resumed/train-00001.idx"));
    Path finished = folder.resolve("resumed/train-00002.bin");
    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(finished, longAgo);

    new ExportTokensJob(spark, settings).run();

    assertThat(Files.getLastModifiedTime(finished)).isEqualTo(longAgo);
    assertThat(FileTree.digests(folder.resolve("resumed"), name -> true))
        .isEqualTo(FileTree.digests(folder.resolve("whole"), name -> true));
  }

  @Test
  void refusesToResumeWithOtherSettings() throws IOException {
    WrittenColumns columns = columns(VOCABULARY, 20);
    export(columns, TrainerFormat.MDS, OutputMode.REFUSE);

    assertThatThrownBy(() -> export(columns, TrainerFormat.MDS, OutputMode.RESUME, SHARE))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("export.validation-share: 0 then, 0.3 now");
  }

  @Test
  void findsAFinishedExportDone() throws IOException {
    WrittenColumns columns = columns(VOCABULARY, 20);
    ExportManifest first = export(columns, TrainerFormat.MDS, OutputMode.REFUSE);

    assertThat(export(columns, TrainerFormat.MDS, OutputMode.RESUME)).isEqualTo(first);
  }

  @Test
  void missesAFileOfAFinishedExport() throws IOException {
    WrittenColumns columns = columns(VOCABULARY, 20);
    export(columns, TrainerFormat.MDS, OutputMode.REFUSE);
    Files.delete(folder.resolve("out/train/shard.00000.mds"));

    assertThatThrownBy(() -> export(columns, TrainerFormat.MDS, OutputMode.RESUME))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Missing ")
        .hasMessageContaining("out/train/shard.00000.mds with ")
        .hasMessageContaining("write it again by export --overwrite");
  }

  @Test
  void overwritesAnExportOfAnotherFormat() throws IOException {
    WrittenColumns columns = columns(VOCABULARY, 20);
    export(columns, TrainerFormat.MDS, OutputMode.REFUSE, SHARE, SEED);

    ExportManifest manifest = export(columns, TrainerFormat.NANOGPT, OutputMode.OVERWRITE);

    assertThat(manifest.files()).extracting(ExportedFile::name).containsExactly("train.bin");
    assertThat(FileTree.digests(folder.resolve("out"), name -> true).keySet())
        .containsExactly("_manifest.json", "_run.json", "train.bin");
  }

  @Test
  void refusesAShareThatGivesNoValidation() throws IOException {
    WrittenColumns columns = columns(VOCABULARY, 20);

    assertThatThrownBy(
            () ->
                export(
                    columns,
                    TrainerFormat.MDS,
                    OutputMode.REFUSE,
                    "export.validation-share=0.000001"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Invalid export.validation-share: 1.0E-6, which gives no documents");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void failsWhereTheFilesHoldOtherDocumentsThanTheirManifestSays() throws IOException {
    WrittenColumns columns = columns(VOCABULARY, 20, 20);
    int tokens = columns.all().stream().mapToInt(List::size).sum();
    Path manifest = columns.directory().resolve("_manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replaceFirst("\"tokens\": " + tokens, "\"tokens\": " + (tokens - 1))
            .replace("\"special_tokens\": 0", "\"special_tokens\": 1"));

    assertThatThrownBy(() -> export(columns, TrainerFormat.MDS, OutputMode.REFUSE))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining(
            "hold 40 documents and %d tokens, its manifest says 40 and %d"
                .formatted(tokens, tokens - 1));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void failsOnAnIdThatIsNotInTheVocabulary() throws IOException {
    WrittenColumns columns =
        WrittenColumns.write(
            folder.resolve("tokens"),
            VOCABULARY,
            16,
            List.of(List.of(new int[] {1, 2}, new int[] {3, VOCABULARY})));

    assertThatThrownBy(() -> export(columns, TrainerFormat.LLMC, OutputMode.REFUSE))
        .hasStackTraceContaining("document 1: id 300 is not in its vocabulary of 300 ids");
  }

  private static String name(TrainerFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }

  /** Shards of 1 kB, where a format has shards. */
  private static String small(TrainerFormat format) {
    TrainerFormat sharded = format == TrainerFormat.NANOGPT ? TrainerFormat.MEGATRON : format;
    return "export.shard-bytes." + name(sharded) + "=1kB";
  }

  private static boolean isBelow(String share, String document) throws GeneralSecurityException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8));
    BigDecimal part =
        new BigDecimal(new BigInteger(1, hash)).divide(new BigDecimal(BigInteger.TWO.pow(256)));
    return part.compareTo(new BigDecimal(share)) < 0;
  }

  private WrittenColumns columns(int vocabularySize, int... documentsOfParts) throws IOException {
    return WrittenColumns.write(
        folder.resolve("tokens"),
        vocabularySize,
        16,
        WrittenColumns.documents(vocabularySize, documentsOfParts));
  }

  private List<List<Integer>> read(WrittenColumns columns, TrainerFormat format, String split)
      throws IOException {
    return TrainerReader.documents(format, folder.resolve("out"), split, columns.endOfText());
  }

  private ExportManifest export(
      WrittenColumns columns, TrainerFormat format, OutputMode mode, String... assignments) {
    List<String> all = new ArrayList<>(List.of("export.format=" + name(format)));
    all.addAll(List.of(assignments));
    return run(columns, LocalSpark.session(), "out", mode, all.toArray(String[]::new));
  }

  private ExportManifest run(
      WrittenColumns columns,
      SparkSession spark,
      String output,
      OutputMode mode,
      String... assignments) {
    return new ExportTokensJob(spark, settings(columns, output, mode, assignments)).run();
  }

  private ExportTokensSettings settings(
      WrittenColumns columns, String output, OutputMode mode, String... assignments) {
    return ExportTokensSettings.read(
        LocalSpark.settings(assignments),
        columns.directory().toString(),
        new OutputDirectory(
            folder.resolve(output).toString(), mode, ExportTokensJob.OWN_NAMES, true));
  }

  /** Makes the output look as if a run of these settings had begun there. */
  private void begin(WrittenColumns columns, ExportTokensSettings settings) throws IOException {
    var tokens = new org.apache.hadoop.fs.Path(columns.directory().toString());
    var hadoop = new org.apache.hadoop.conf.Configuration();
    ExportTokensJob.identity(settings, TokensManifest.read(tokens, hadoop))
        .write(new org.apache.hadoop.fs.Path(settings.output().path()), hadoop);
  }
}
