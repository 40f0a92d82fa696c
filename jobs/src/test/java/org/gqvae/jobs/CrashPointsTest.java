package org.gqvae.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.WordCountsFile;
import org.gqvae.io.export.ExportManifest;
import org.gqvae.io.export.ExportedFile;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Storage;
import org.gqvae.io.tokens.ListedFile;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.count.CountJob;
import org.gqvae.jobs.count.CountSettings;
import org.gqvae.jobs.count.CountedWords;
import org.gqvae.jobs.detokenize.DetokenizeJob;
import org.gqvae.jobs.detokenize.DetokenizeSettings;
import org.gqvae.jobs.detokenize.TokenColumns;
import org.gqvae.jobs.export.ExportTokensJob;
import org.gqvae.jobs.export.ExportTokensSettings;
import org.gqvae.jobs.export.WrittenColumns;
import org.gqvae.jobs.tokenize.TokenizeFixture;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.WordCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a verb leaves that is killed while it replaces an output, at each change that it makes: the
 * whole old output, the whole new one, or one that is refused with what to do. Running the verb
 * again gives the whole new one.
 */
class CrashPointsTest extends ReplacementsUnderCrashes {
  @Override
  Path root(Configuration hadoop) {
    return CrashingDisk.directory(folder, hadoop);
  }

  @Test
  void countReplacesWordsWholly() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/a.txt"), "one two three four five six\n".repeat(3));
    Files.createDirectories(folder.resolve("other"));
    Files.writeString(folder.resolve("other/a.txt"), "one two seven eight\n");
    assertReplaces(
        (output, mode) -> count("other", output, mode),
        (output, mode) -> count("in", output, mode),
        this::words);
  }

  @Test
  void tokenizeReplacesTokensWholly() throws IOException {
    TokenizeFixture fixture = new TokenizeFixture(folder);
    fixture.writeLines(60);
    assertReplaces(
        (output, mode) ->
            fixture.tokenize(spark(), output.toString(), mode, "input.split-bytes=1kB"),
        (output, mode) -> fixture.tokenize(spark(), output.toString(), mode),
        this::tokens);
  }

  @Test
  void detokenizeReplacesTextsWholly() throws IOException {
    TokenizeFixture fixture = new TokenizeFixture(folder);
    fixture.writeLines(20);
    fixture.tokenize(spark(), "one", OutputMode.REFUSE);
    fixture.writeLines(60);
    fixture.tokenize(spark(), "two", OutputMode.REFUSE);
    assertReplaces(
        (output, mode) -> detokenize("one", output, mode),
        (output, mode) -> detokenize("two", output, mode),
        this::texts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7"})
  void tokenizeGoesOnWhereverItWasKilled(String shuffle) throws IOException {
    TokenizeFixture fixture = new TokenizeFixture(folder);
    fixture.writeLines(60);
    Path output = new Path(root, "out");
    Path undisturbed = new Path(root, "undisturbed");
    String[] assignments = {"tokenize.shuffle=" + shuffle, "tokenize.shuffle-files=3"};
    fixture.tokenize(spark(), undisturbed.toString(), OutputMode.REFUSE, assignments);
    int changes =
        CrashPoints.each(
            () -> files().delete(output, true),
            () -> fixture.tokenize(spark(), output.toString(), OutputMode.RESUME, assignments),
            killed -> {
              assertThat(found(this::tokens, output))
                  .as(killed)
                  .isIn(Optional.empty(), found(this::tokens, undisturbed));
              fixture.tokenize(spark(), output.toString(), OutputMode.RESUME, assignments);
              assertThat(tree(output)).as(killed).isEqualTo(tree(undisturbed));
            });
    assertThat(changes).isGreaterThan(10);
  }

  @Test
  void exportReplacesAnExportWholly() throws IOException {
    Path tokens = tokensToExport();
    assertReplaces(
        (output, mode) -> export(tokens, output, mode, "export.format=mds"),
        (output, mode) -> export(tokens, output, mode, "export.format=megatron"),
        this::exported);
  }

  @Test
  void exportGoesOnWhereverItWasKilled() throws IOException {
    Path tokens = tokensToExport();
    Path output = new Path(root, "out");
    Path undisturbed = new Path(root, "undisturbed");
    export(tokens, undisturbed, OutputMode.REFUSE, "export.format=datatrove");
    int changes =
        CrashPoints.each(
            () -> files().delete(output, true),
            () -> export(tokens, output, OutputMode.RESUME, "export.format=datatrove"),
            killed -> {
              assertThat(found(this::exported, output))
                  .as(killed)
                  .isIn(Optional.empty(), found(this::exported, undisturbed));
              export(tokens, output, OutputMode.RESUME, "export.format=datatrove");
              assertThat(tree(output)).as(killed).isEqualTo(tree(undisturbed));
            });
    assertThat(changes).isGreaterThan(20);
  }

  private Path tokensToExport() throws IOException {
    return new Path(
        WrittenColumns.write(
                folder.resolve("tokens"), 300, 16, WrittenColumns.documents(300, 40, 30))
            .directory()
            .toString());
  }

  private void export(Path tokens, Path output, OutputMode mode, String... assignments) {
    List<String> all = new ArrayList<>(List.of(assignments));
    all.addAll(
        List.of(
            "export.validation-share=0.3",
            "export.shard-bytes.mds=2kB",
            "export.shard-bytes.megatron=1kB",
            "export.shard-bytes.datatrove=1kB"));
    new ExportTokensJob(
            spark(),
            ExportTokensSettings.read(
                LocalSpark.settings(all.toArray(String[]::new)),
                tokens.toString(),
                new OutputDirectory(output.toString(), mode, ExportTokensJob.OWN_NAMES, true)))
        .run();
  }

  /** What the manifest of an export lists, which is there. */
  private Object exported(Path output) throws IOException {
    ExportManifest manifest = ExportManifest.read(output, hadoop);
    for (ExportedFile file : manifest.files()) {
      assertThat(Storage.sha256(new Path(output, file.name()), hadoop)).isEqualTo(file.sha256());
    }
    return manifest;
  }

  private void count(String input, Path output, OutputMode mode) {
    var reader = LocalSpark.settings("count.files=3");
    new CountJob(
            spark(),
            CountSettings.read(
                reader,
                CorpusSettings.read(reader, folder.resolve(input).toString(), List.of()),
                new OutputDirectory(output.toString(), mode, CountJob.OWN_NAMES, false)))
        .run();
  }

  private void detokenize(String tokens, Path output, OutputMode mode) {
    new DetokenizeJob(
            spark(),
            DetokenizeSettings.read(
                LocalSpark.settings(),
                folder.resolve(tokens).toString(),
                new OutputDirectory(output.toString(), mode, DetokenizeJob.OWN_NAMES, false)))
        .run();
  }

  /** What says that it is whole. */
  private Object texts(Path output) throws IOException {
    if (!files().exists(new Path(output, OutputDirectory.SUCCESS))) {
      throw new UsageException("Not finished: " + output);
    }
    return tree(output);
  }

  /** What {@code train} takes for counted words. */
  private Object words(Path output) throws IOException {
    Path words =
        CountedWords.at(output.toString(), PreTokenizer.GPT2, hadoop)
            .orElseThrow(() -> new UsageException("No counted words in " + output));
    WordCounts counts = new WordCounts();
    try (WordCountsFile.Reader reader = WordCountsFile.open(words, hadoop)) {
      while (reader.next()) {
        counts.add(reader.word(), reader.count());
      }
    }
    return counts.sorted();
  }

  /** What {@code detokenize} and {@code report} read. */
  private Object tokens(Path output) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (ListedFile file : TokenColumns.open(output.toString(), hadoop).files()) {
      file.check(hadoop);
      digests.put(new Path(file.path()).getName(), file.sha256());
    }
    return digests;
  }
}
