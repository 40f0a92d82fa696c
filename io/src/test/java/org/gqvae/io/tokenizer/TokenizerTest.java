package org.gqvae.io.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.NetworkArtifact;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.failure.UsageException;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.tokenizer.MergesEncoder;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.SharedWords;
import org.gqvae.model.tokenizer.TokenBuffer;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.tokenizer.WordEncoder;
import org.gqvae.model.tokenizer.WordTable;
import org.gqvae.model.vocabulary.Vocabulary;
import org.gqvae.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          Stream.of(" t", " the", "th", "the", "he", "in", "ing", "an", "nd", " a", " and", "ö")
              .map(text -> text.getBytes(UTF_8))
              .toList());
  private static final TokenScores SCORES =
      TokenScores.of(
          LongStream.range(0, VOCABULARY.ordinaryIds()).map(id -> id * 7_919 % 10_007).toArray());
  private static final String TEXT = "the thing and größer: then, an inning";

  @TempDir Path folder;

  @Test
  void encodesByViterbiAsAWordTableDoes() throws IOException {
    assertSameIds(write(Policy.VITERBI, Optional.empty()), new ViterbiEncoder(VOCABULARY));
    assertSameIds(
        write(Policy.VITERBI, Optional.of(SCORES)), new ViterbiEncoder(VOCABULARY, SCORES));
  }

  @Test
  void encodesByMergesAsAWordTableDoes() throws IOException {
    assertSameIds(write(Policy.MERGES, Optional.of(SCORES)), new MergesEncoder(VOCABULARY, SCORES));
  }

  private static void assertSameIds(Tokenizer tokenizer, WordEncoder encoder) {
    WordTable table = new WordTable(PreTokenizer.GPT2, new SharedWords(0), encoder);
    List<byte[]> texts = new ArrayList<>(List.of(new byte[0], TEXT.getBytes(UTF_8)));
    Random random = new Random(5);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      texts.add(bytes);
    }
    texts.forEach(text -> assertSameIds(tokenizer, table, text));
  }

  private static void assertSameIds(Tokenizer tokenizer, WordTable table, byte[] text) {
    TokenBuffer expected = new TokenBuffer();
    table.encode(text, 0, text.length, expected);
    int[] ids = tokenizer.encode(text);
    assertThat(ids).isEqualTo(expected.toArray());
    assertThat(tokenizer.decode(ids)).isEqualTo(text);
    assertThat(tokenizer.countTokens(text)).isEqualTo(ids.length);
  }

  @Test
  void encodesRealTextAsAWordTableDoes() throws IOException {
    Path corpora = Needed.corpora("");
    Tokenizer tokenizer = write(Policy.VITERBI, Optional.of(SCORES));
    WordTable table =
        new WordTable(
            PreTokenizer.GPT2, new SharedWords(1 << 18), new ViterbiEncoder(VOCABULARY, SCORES));
    try (Stream<Path> files = Files.walk(corpora)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertSameIds(tokenizer, table, Files.readAllBytes(file));
      }
    }
  }

  @Test
  void encodesStringsAsTheirUtf8() throws IOException {
    Tokenizer tokenizer = write(Policy.VITERBI, Optional.empty());
    assertThat(tokenizer.encode(TEXT)).isEqualTo(tokenizer.encode(TEXT.getBytes(UTF_8)));
    assertThat(tokenizer.countTokens(TEXT)).isEqualTo(tokenizer.encode(TEXT).length);
    assertThat(tokenizer.decodeToString(tokenizer.encode(TEXT))).isEqualTo(TEXT);
  }

  @Test
  void refusesHalfOfASurrogatePair() throws IOException {
    Tokenizer tokenizer = write(Policy.VITERBI, Optional.empty());
    assertThatThrownBy(() -> tokenizer.encode("a\uD83D"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("half of a surrogate pair");
  }

  @Test
  void encodesInManyThreadsAtOnce() throws IOException {
    Tokenizer tokenizer = write(Policy.MERGES, Optional.of(SCORES));
    List<String> texts = IntStream.range(0, 2_000).mapToObj(i -> TEXT + " thing " + i).toList();
    List<List<Integer>> expected = texts.stream().map(text -> ids(tokenizer, text)).toList();
    Tokenizer fresh = Tokenizer.load(folder.resolve("tokenizer"));
    assertThat(texts.parallelStream().map(text -> ids(fresh, text)).toList()).isEqualTo(expected);
  }

  private static List<Integer> ids(Tokenizer tokenizer, String text) {
    return IntStream.of(tokenizer.encode(text)).boxed().toList();
  }

  @Test
  void saysSizeSpecialsAndFingerprint() throws IOException {
    Tokenizer tokenizer = write(Policy.VITERBI, Optional.empty());
    assertThat(tokenizer.vocabularySize()).isEqualTo(VOCABULARY.size());
    assertThat(tokenizer.specials()).isEqualTo(VOCABULARY.specials());
    assertThat(Files.readString(folder.resolve("tokenizer/manifest.json")))
        .contains(tokenizer.fingerprint());
  }

  @Test
  void refusesWhatTokenizerDirectoryRefusesWithTheSameMessage() throws IOException {
    for (String name : List.of("manifest.json", "vocab.tsv", "scores.tsv")) {
      write(Policy.MERGES, Optional.of(SCORES));
      Path file = folder.resolve("tokenizer").resolve(name);
      String content = Files.readString(file);
      Files.writeString(file, content.substring(0, content.length() / 2));
      assertRefusedAlike();
    }
    write(Policy.MERGES, Optional.of(SCORES));
    Files.delete(folder.resolve("tokenizer/vocab.tsv"));
    assertRefusedAlike();
    Files.delete(folder.resolve("tokenizer/manifest.json"));
    assertRefusedAlike();
  }

  private void assertRefusedAlike() {
    Path directory = folder.resolve("tokenizer");
    String message =
        catchThrowableOfType(
                UsageException.class,
                () ->
                    TokenizerDirectory.read(
                        new org.apache.hadoop.fs.Path(directory.toString()), new Configuration()))
            .getMessage();
    assertThatThrownBy(() -> Tokenizer.load(directory))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void refusesTheNeuralPolicyWithTheRemedy() throws IOException {
    NetworkArtifact network = new NetworkArtifact("{}\n", new float[] {1});
    write(
        TokenizerArtifact.of(
            TokenizerKind.GQVAE,
            PreTokenizer.GPT2,
            Policy.NEURAL,
            "segments",
            VOCABULARY,
            List.of(),
            Optional.of(network)));
    assertThatThrownBy(() -> Tokenizer.load(folder.resolve("tokenizer")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Invalid policy: neural (")
        .hasMessageContaining("gqvae distill --strategy segments");
  }

  private Tokenizer write(Policy policy, Optional<TokenScores> scores) throws IOException {
    write(
        TokenizerArtifact.of(
            TokenizerKind.UNIGRAM,
            PreTokenizer.GPT2,
            policy,
            "unigram",
            VOCABULARY,
            scores,
            List.of(),
            Optional.empty()));
    return Tokenizer.load(folder.resolve("tokenizer"));
  }

  private void write(TokenizerArtifact tokenizer) throws IOException {
    TokenizerDirectory.write(
        new org.apache.hadoop.fs.Path(folder.resolve("tokenizer").toString()),
        tokenizer,
        new Configuration());
  }
}
