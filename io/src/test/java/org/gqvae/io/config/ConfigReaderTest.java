package org.gqvae.io.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private enum DocumentUnit {
    LINE,
    FILE
  }

  @TempDir Path folder;

  @Test
  void givesTheDefaultWhereNothingIsSet() {
    ConfigReader reader = ConfigReader.load(List.of(), List.of());
    assertThat(reader.byteSize("input.split-bytes", 1)).isEqualTo(64L << 20);
    assertThat(reader.oneOf("input.document", DocumentUnit.class)).isEqualTo(DocumentUnit.LINE);
    reader.done();
  }

  @Test
  void laterFilesStandOverEarlierOnesAndSettingsOverFiles() throws IOException {
    Path first = file("first.conf", "count { files = 3, words-in-memory = 30 }");
    Path second = file("second.conf", "count.files = 4\ninput.text-column = body");
    ConfigReader reader =
        ConfigReader.load(
            List.of(first, second), List.of(Setting.parse("input.text-column=text:body")));
    assertThat(reader.atLeast("count.files", 0)).isEqualTo(4);
    assertThat(reader.atLeast("count.words-in-memory", 1)).isEqualTo(30);
    assertThat(reader.text("input.text-column")).isEqualTo("text:body");
    reader.done();
  }

  @Test
  void takesSettingsThatFollowFromOthersAndTellsTheirProblemsWithItsOwn() {
    ConfigReader reader =
        ConfigReader.load(
            List.of(), List.of(Setting.parse("count.files=-1"), Setting.parse("train.rounds=7")));
    ConfigReader with =
        reader.with(List.of(Setting.ofText("model.width", "3", "what it follows from")));
    reader.atLeast("count.files", 0);
    with.atLeast("model.width", 4);
    assertThat(with.atLeast("train.rounds", 1)).isEqualTo(7);
    assertThat(problems(reader))
        .containsExactly(
            "Invalid count.files: -1 (--set count.files=-1), expected >= 0",
            "Invalid model.width: 3 (what it follows from), expected >= 4");
    assertThat(reader.values()).containsEntry("model.width", "64");
    assertThat(with.values())
        .containsEntry("model.width", "3")
        .containsEntry("train.rounds", "7")
        .hasSameSizeAs(reader.values());
  }

  @Test
  void tellsEveryProblemAtOnceWithKeyValuePlaceAndRemedy() throws IOException {
    Path file =
        file(
            "bad.conf",
            """
            count {
              files = -1
              words-in-memroy = 5
            }
            input.document = page
            """);
    ConfigReader reader =
        ConfigReader.load(List.of(file), List.of(Setting.parse("input.split-bytes=64M")));
    reader.atLeast("count.files", 0);
    reader.oneOf("input.document", DocumentUnit.class);
    reader.byteSize("input.split-bytes", 1);
    assertThat(problems(reader))
        .containsExactly(
            "Invalid count.files: -1 (" + file + ":2), expected >= 0",
            "Invalid input.document: page (" + file + ":5), expected one of line, file",
            "Invalid input.split-bytes: 64M (--set input.split-bytes=64M), expected "
                + ByteSize.EXPECTED
                + " of at least 1 bytes",
            "Unknown key count.words-in-memroy ("
                + file
                + ":3). Did you mean count.words-in-memory?");
  }

  @Test
  void givesTheDefaultForAWrongValueSoThatReadingGoesOn() {
    ConfigReader reader = ConfigReader.load(List.of(), List.of(Setting.parse("count.files=many")));
    assertThat(reader.atLeast("count.files", 0)).isZero();
    assertThat(problems(reader)).hasSize(1);
  }

  @Test
  void refusesAFractionWhereAWholeNumberIsDue() {
    ConfigReader reader = ConfigReader.load(List.of(), List.of(Setting.parse("count.files=2.5")));
    reader.atLeast("count.files", 0);
    assertThat(problems(reader))
        .containsExactly("Invalid count.files: 2.5 (--set count.files=2.5), expected >= 0");
  }

  @Test
  void refusesNullAndASectionInTheWrongPlace() {
    ConfigReader reader =
        ConfigReader.load(
            List.of(), List.of(Setting.parse("count.files=null"), Setting.parse("input=5")));
    reader.atLeast("count.files", 0);
    assertThat(problems(reader))
        .containsExactly(
            "Invalid count.files: null (--set count.files=null), expected >= 0",
            "Invalid key input (--set input=5), it is a section and takes no value of its own");
  }

  @Test
  void tellsMissingAndBrokenFilesTogether() throws IOException {
    Path broken = file("broken.conf", "count {\n files = \n");
    Path missing = folder.resolve("missing.conf");
    assertThatThrownBy(() -> ConfigReader.load(List.of(missing, broken), List.of()))
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.problems())
                    .satisfiesExactly(
                        first ->
                            assertThat(first)
                                .isEqualTo(
                                    "No configuration file " + missing + ", given by --config"),
                        second -> assertThat(second).contains("broken.conf: 3")));
  }

  @Test
  void refusesASettingWithoutAKey() {
    assertThatThrownBy(() -> Setting.parse("=3"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("KEY=VALUE");
  }

  @Test
  void rendersAFileThatGivesTheSameSettingsAgain() throws IOException {
    ConfigReader reader = ConfigReader.load(List.of(), List.of(Setting.parse("count.files=5")));
    ConfigReader again =
        ConfigReader.load(List.of(file("resolved.conf", reader.render())), List.of());
    assertThat(again.atLeast("count.files", 0)).isEqualTo(5);
    assertThat(again.render()).isEqualTo(reader.render());
    again.done();
  }

  @Test
  void splitsATextAtCommasWhereAListIsDue() {
    ConfigReader reader =
        ConfigReader.load(List.of(), List.of(Setting.parse("input.text-column=a, b")));
    assertThat(reader.texts("input.text-column")).containsExactly("a", "b");
  }

  private static List<String> problems(ConfigReader reader) {
    return catchThrowableOfType(UsageException.class, reader::done).problems();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include \"other.conf\"",
        "include file(\"/etc/hostname\")",
        "include required(file(\"/etc/hostname\"))",
        "include url(\"http://127.0.0.1:1/x.conf\")",
        "include classpath(\"org/gqvae/io/config/reference.conf\")"
      })
  void readsNothingThatATextIncludes(String include) throws IOException {
    Files.writeString(folder.resolve("other.conf"), "train.rounds = 3\n");
    Path file = Files.writeString(folder.resolve("my.conf"), include + "\n");
    assertThatThrownBy(() -> ConfigReader.load(List.of(file), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("my.conf: include of ")
        .hasMessageEndingWith("is not read, give each file by a --config of its own");
    assertThatThrownBy(() -> ConfigReader.loadOver("a run's", include, List.of(), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a run's: include of ");
  }

  @Test
  void readsNoVariablesOfTheEnvironment() {
    assertThat(System.getenv("PATH")).isNotEmpty();
    assertThatThrownBy(
            () ->
                ConfigReader.loadOver(
                    "a run's", "input.text-column = ${PATH}", List.of(), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Cannot resolve the configuration: ")
        .hasMessageNotContainingAny(System.getenv("PATH"));
  }
}
