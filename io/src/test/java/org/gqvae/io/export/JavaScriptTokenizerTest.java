package org.gqvae.io.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.export.LearnedTokenizers.Kind;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.WordCounts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exports, loaded by the JavaScript of transformers.js, which shares no code with the native
 * library. Needs npm and a network, so that it is skipped without them and where CI=true.
 */
class JavaScriptTokenizerTest {
  private static final String PACKAGE = "@huggingface/tokenizers@0.2.0";
  private static final Path HOME = Path.of("target", "npm").toAbsolutePath();

  /** Of the documents one in as many is encoded. */
  private static final int EVERY = Integer.getInteger("gqvae.texts.every", 40);

  @TempDir Path folder;

  @BeforeAll
  static void install() throws Exception {
    assumeFalse("true".equals(System.getenv("CI")), "CI=true");
    Files.createDirectories(HOME);
    try (InputStream script = JavaScriptTokenizerTest.class.getResourceAsStream("encode.mjs")) {
      Files.copy(script, HOME.resolve("encode.mjs"), StandardCopyOption.REPLACE_EXISTING);
    }
    assumeTrue(
        run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE),
        "npm cannot install " + PACKAGE);
  }

  @ParameterizedTest
  @CsvSource({"FEWEST, GPT2", "UNIGRAM, GPT2", "MERGES, GPT2", "MERGES, CL100K", "MERGES, O200K"})
  void givesTheSameIds(Kind kind, PreTokenizer preTokenizer) throws Exception {
    List<String> texts = new ArrayList<>(HardTexts.all());
    List<String> real = RealTexts.all();
    for (int i = 0; i < real.size(); i += EVERY) {
      texts.add(real.get(i));
    }
    TokenizerArtifact tokenizer =
        new LearnedTokenizers(preTokenizer, words(preTokenizer, texts)).learn(kind, 8_000);
    HuggingFaceTokenizer.write(
        new org.apache.hadoop.fs.Path(folder.toUri()),
        tokenizer,
        Optional.empty(),
        new Configuration());
    ObjectMapper mapper = new ObjectMapper();
    Path input = folder.resolve("texts.json");
    Path output = folder.resolve("ids.json");
    mapper.writeValue(input.toFile(), texts);
    assertThat(run("node", "encode.mjs", folder.toString(), input.toString(), output.toString()))
        .isTrue();

    int[][] theirs = mapper.readValue(output.toFile(), int[][].class);
    List<int[]> ours = LearnedTokenizers.encode(tokenizer, texts);
    assertThat(theirs).hasNumberOfRows(texts.size());
    for (int i = 0; i < theirs.length; i++) {
      assertThat(theirs[i]).as("ids of '%s'", texts.get(i)).isEqualTo(ours.get(i));
    }
  }

  private static WordCounts words(PreTokenizer preTokenizer, List<String> texts) {
    WordCounts counts = new WordCounts();
    for (String text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      counts.addText(preTokenizer, bytes, 0, bytes.length);
    }
    return counts;
  }

  /** Whether a program is there and ends well. */
  private static boolean run(String... words) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .redirectOutput(HOME.resolve("output.txt").toFile())
              .start();
      return process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
