package org.gqvae.io.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.RunIdentity.OtherBuild;
import org.gqvae.io.corpus.CorpusInventory;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIdentityTest {
  private static final RunIdentity BEGUN =
      run(Map.of("train.seed", "1", "train.rounds", "4"), "corpus", "tokenizer", "0.1.0", "abc");

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path folder;
  private Path directory;

  private CorpusInventory input;

  @BeforeEach
  void begin() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "text");
    input = CorpusInventory.of(CorpusSpec.of(folder.resolve("a.txt").toString()), hadoop);
    directory = new Path(folder.resolve("run").toUri());
    BEGUN.write(directory, hadoop);
  }

  @Test
  void letsTheSameRunGoOn() {
    assertThatCode(() -> BEGUN.checkBegun(directory, input, OtherBuild.REFUSED, hadoop))
        .doesNotThrowAnyException();
  }

  @Test
  void letsARunBeginWhereNothingIs() {
    Path elsewhere = new Path(folder.resolve("elsewhere").toUri());
    assertThatCode(() -> BEGUN.checkBegun(elsewhere, input, OtherBuild.REFUSED, hadoop))
        .doesNotThrowAnyException();
  }

  @Test
  void namesAllThatDiffers() {
    RunIdentity other =
        run(Map.of("train.seed", "2", "train.batches", "3"), "texts", "", "0.2.0", "def");

    assertThatThrownBy(() -> other.checkBegun(directory, input, OtherBuild.REFUSED, hadoop))
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.problems().stream().map(this::withoutPlace))
                    .containsExactly(
                        refused("tokenizer fingerprint: tokenizer then, \"\" now"),
                        refused("input fingerprint: corpus then, texts now"),
                        refused("train.batches: unset then, 3 now"),
                        refused("train.rounds: 4 then, unset now"),
                        refused("train.seed: 1 then, 2 now"),
                        refused("version of gqvae: 0.1.0 then, 0.2.0 now"),
                        "Cannot resume PLACE: commit of gqvae: abc then, def now. Resume with the"
                            + " build that began it, or with --resume-with-other-build where you"
                            + " know that both give the same, or --overwrite"));
  }

  @Test
  void namesTheFilesThatDiffer() throws IOException {
    input.write(directory, hadoop);
    RunIdentity other =
        run(BEGUN.configuration(), "texts", BEGUN.tokenizer(), BEGUN.version(), BEGUN.commit());
    Files.writeString(folder.resolve("a.txt"), "longer text");
    CorpusInventory now =
        CorpusInventory.of(CorpusSpec.of(folder.resolve("a.txt").toString()), hadoop);

    assertThatThrownBy(() -> other.checkBegun(directory, now, OtherBuild.REFUSED, hadoop))
        .hasMessage(
            "Cannot resume %s: input fingerprint: corpus then, texts now (1 file of another length: a.txt (4 bytes then, 11 now)). Give what it was begun with, or --overwrite",
            directory);
  }

  @Test
  void waivesTheCommitAndNothingElse() {
    RunIdentity otherCommit =
        run(BEGUN.configuration(), BEGUN.input(), BEGUN.tokenizer(), BEGUN.version(), "def");
    RunIdentity otherVersion =
        run(BEGUN.configuration(), BEGUN.input(), BEGUN.tokenizer(), "0.2.0", "def");

    assertThatCode(() -> otherCommit.checkBegun(directory, input, OtherBuild.ALLOWED, hadoop))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> otherVersion.checkBegun(directory, input, OtherBuild.ALLOWED, hadoop))
        .hasMessageContaining("version of gqvae: 0.1.0 then, 0.2.0 now")
        .hasMessageNotContaining("commit");
  }

  @Test
  void goesOnWithNothingThatDoesNotSayWhichRunItIs() throws IOException {
    Files.delete(folder.resolve("run/_run.json"));
    Files.createFile(folder.resolve("run/metrics.jsonl"));

    assertThatThrownBy(() -> BEGUN.checkBegun(directory, input, OtherBuild.ALLOWED, hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Missing " + new Path(directory, RunIdentity.FILE_NAME))
        .hasMessageContaining("--overwrite begins it again");
  }

  private String withoutPlace(String problem) {
    return problem.replace(directory.toString(), "PLACE");
  }

  private static String refused(String difference) {
    return "Cannot resume PLACE: " + difference + ". Give what it was begun with, or --overwrite";
  }

  private static RunIdentity run(
      Map<String, String> configuration,
      String input,
      String tokenizer,
      String version,
      String commit) {
    return new RunIdentity(new TreeMap<>(configuration), input, tokenizer, version, commit);
  }
}
