package org.gqvae.io.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gqvae.io.failure.UsageException;
import org.gqvae.testing.Example;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar for other Java programs, with nothing else on the class path. */
class TokenizerJarIT {
  private static final Path HOME = Path.of(System.getProperty("gqvae.home"));
  private static final String README = "io/README.md";
  private static final List<String> TEXTS =
      List.of(
          "",
          "Once upon a time",
          " the thing, größer: ２３٤ \\t 𝒳\u0301 'll",
          "\n\n  sixteen bytes it!");

  private static Example command;
  private static Path jar;
  private static URLClassLoader alone;

  @TempDir Path folder;
  private Path tokenizer;

  @BeforeAll
  static void openTheJarOfTheReadme() throws IOException {
    command = Example.after(README, "needs nothing else on the class path:");
    Matcher place = Pattern.compile("java -cp (\\S+) ").matcher(command.text());
    assertThat(place.lookingAt()).isTrue();
    jar = HOME.resolve(place.group(1));
    alone =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  @AfterAll
  static void close() throws IOException {
    alone.close();
  }

  @BeforeEach
  void copyTheGoldenTokenizer() throws IOException {
    tokenizer = Files.createDirectory(folder.resolve("tokenizer"));
    for (String name : List.of("manifest.json", "vocab.tsv")) {
      Files.copy(
          Path.of("src/test/resources/org/gqvae/io/artifact/format-2", name),
          tokenizer.resolve(name));
    }
  }

  @Test
  void runsTheProgramOfTheReadme() throws Exception {
    Path program = folder.resolve("Example.java");
    Files.writeString(program, Example.after(README, "## In Java").text());
    String output =
        output(
            command
                .with("Example.java", program)
                .with("runs/demo/run/tokenizer", tokenizer)
                .text());
    int[] ids = Tokenizer.load(tokenizer).encode("Once upon a time");
    assertThat(output)
        .isEqualTo(ids.length + " tokens: " + Arrays.toString(ids) + "\nOnce upon a time\n");
  }

  @Test
  void runsTheLinesOfBothReadmes() throws Exception {
    Example lines = Example.after(README, "**Java**");
    String line = Example.after("README.md", "## Use it from").codeOf("Java");
    Path program = folder.resolve("Lines.java");
    Files.writeString(
        program,
        """
        import java.nio.file.Path;
        import java.util.Arrays;
        import org.gqvae.io.tokenizer.Tokenizer;

        class Lines {
          public static void main(String[] args) throws Exception {
            %s
            System.out.println(Arrays.toString(ids) + text + Arrays.toString(%s));
          }
        }
        """
            .formatted(lines.text(), line)
            .replace("my-run/tokenizer", tokenizer.toString()));
    String ids = Arrays.toString(Tokenizer.load(tokenizer).encode("Once upon a time"));
    assertThat(output("java -XX:TieredStopAtLevel=1 -cp " + jar + " " + program))
        .isEqualTo(ids + "Once upon a time" + ids + "\n");
  }

  private static String output(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(HOME.toFile())
            .redirectErrorStream(true);
    builder
        .environment()
        .merge("PATH", System.getProperty("java.home") + "/bin", (path, java) -> java + ":" + path);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @ParameterizedTest
  @CsvSource({"viterbi, gpt2", "viterbi, cl100k", "merges, o200k"})
  void encodesAsTheClassPathDoes(String policy, String preTokenizer) throws Exception {
    change("manifest.json", "viterbi", policy);
    change("manifest.json", "gpt2", preTokenizer);
    writeScores();
    Object theirs = load();
    Tokenizer ours = Tokenizer.load(tokenizer);
    for (String text : TEXTS) {
      Object ids = theirs.getClass().getMethod("encode", String.class).invoke(theirs, text);
      assertThat(ids).as(text).isEqualTo(ours.encode(text));
      assertThat(theirs.getClass().getMethod("decodeToString", int[].class).invoke(theirs, ids))
          .isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "manifest.json; viterbi; neural",
        "manifest.json; viterbi; merges",
        "manifest.json; viterbi; none",
        "manifest.json; \"format_version\": 2; \"format_version\": 1",
        "manifest.json; \"format_version\": 2; \"format_version\": 3",
        "manifest.json; 17.0.0; 13.0.0",
        "manifest.json; \"kind\"; \"sort\"",
        "manifest.json; }; ''",
        "vocab.tsv; 262; 263",
      })
  void refusesWhatTheClassPathRefuses(String file, String part, String other) throws Exception {
    change(file, part, other);
    assertRefusedAlike();
  }

  @Test
  void refusesADirectoryWithoutATokenizer() throws Exception {
    Files.delete(tokenizer.resolve("vocab.tsv"));
    assertRefusedAlike();
  }

  private void assertRefusedAlike() {
    Throwable ours = catchThrowable(() -> Tokenizer.load(tokenizer));
    assertThat(ours).isInstanceOf(UsageException.class);
    assertThat(catchThrowable(this::load))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .hasToString(ours.toString());
  }

  /** The tokenizer, by the class in the jar. */
  private Object load() throws ReflectiveOperationException {
    return alone
        .loadClass(Tokenizer.class.getName())
        .getMethod("load", Path.class)
        .invoke(null, tokenizer);
  }

  private void change(String file, String part, String other) throws IOException {
    Path path = tokenizer.resolve(file);
    String content = Files.readString(path);
    assertThat(content).contains(part);
    Files.writeString(path, content.replace(part, other));
  }

  private void writeScores() throws IOException {
    Files.writeString(
        tokenizer.resolve("scores.tsv"),
        IntStream.range(0, 263)
            .mapToObj(id -> id + "\t" + id * 7_919 % 10_007 + "\n")
            .collect(joining()));
  }

  @Test
  void holdsOnlyWhatItNeedsAndJacksonInAPlaceOfItsOwn() throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<String> names = file.stream().map(Object::toString).toList();
      assertThat(classes(names))
          .contains("org/gqvae/io/tokenizer/Tokenizer.class")
          .allMatch(
              name ->
                  Stream.of(
                          "io/",
                          "model/text/",
                          "model/tokenizer/",
                          "model/vocabulary/",
                          "shaded/jackson/")
                      .anyMatch(folder -> name.startsWith("org/gqvae/" + folder)))
          .noneMatch(name -> name.matches("org/gqvae/io/(corpus|export|report|story|tokens)/.*"));
      assertThat(names)
          .contains("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/FastDoubleParser-NOTICE");
      assertThat(Files.size(jar)).isLessThan(3_000_000);
    }
  }

  private static List<String> classes(List<String> names) {
    return names.stream().filter(name -> name.endsWith(".class")).toList();
  }
}
