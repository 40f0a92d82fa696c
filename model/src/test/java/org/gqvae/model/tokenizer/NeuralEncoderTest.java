package org.gqvae.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.gqvae.model.network.GqVae;
import org.gqvae.model.network.GqVae.Encoding;
import org.gqvae.model.network.GqVaeSpec;
import org.gqvae.model.network.GqVaeSpec.CodebookLearning;
import org.gqvae.model.network.GqVaeSpec.GaterInput;
import org.gqvae.model.network.GqVaeSpec.Positions;
import org.gqvae.model.network.Networks;
import org.gqvae.model.network.WordBatch;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.NeuralEncoder.Gated;
import org.gqvae.model.vocabulary.CodeNames;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NeuralEncoderTest {
  private static final GqVaeSpec SPEC =
      Networks.spec(Positions.LEARNED, CodebookLearning.MOVING_AVERAGE, GaterInput.QUANTIZED);
  private static final int V = SPEC.codebookSize();

  private static GqVae network(GqVaeSpec spec) {
    return GqVae.forEncoding(spec, Networks.values(spec, 8));
  }

  private static Stream<GqVaeSpec> specs() {
    return Networks.specs();
  }

  /** Tokens of two to five bytes out of the words themselves, and others. */
  private static Vocabulary vocabulary(Random random, List<Word> words) {
    List<byte[]> learned = new ArrayList<>();
    for (Word word : words) {
      byte[] bytes = word.toBytes();
      int length = Math.min(bytes.length, 2 + random.nextInt(4));
      if (length > 1) {
        int from = random.nextInt(bytes.length - length + 1);
        learned.add(Arrays.copyOfRange(bytes, from, from + length));
      }
    }
    return Vocabulary.of(learned.stream().map(Word::of).distinct().map(Word::toBytes).toList());
  }

  private static int[] randomCodeTokens(Random random, Vocabulary vocabulary) {
    return random.ints(V, -1, 256 + vocabulary.learnedTokens()).toArray();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void isLosslessForAnyBytesAndAnyVocabulary(GqVaeSpec spec) {
    Random random = RandomText.random();
    List<Word> words = Networks.words(random, 700);
    words.add(Word.of(new byte[16]));
    words.add(Word.of(new byte[] {-1, -1, -1, -1, -1, -1, -1}));
    words.add(Word.of(new byte[] {0, -1, 0, -1, 0, 0}));
    Vocabulary vocabulary = vocabulary(random, words);
    NeuralEncoder encoder =
        new NeuralEncoder(network(spec), vocabulary, randomCodeTokens(random, vocabulary));
    List<int[]> ids = encoder.encode(words);
    assertThat(ids).hasSameSizeAs(words);
    for (int w = 0; w < words.size(); w++) {
      assertThat(vocabulary.decode(ids.get(w))).isEqualTo(words.get(w).toBytes());
    }
  }

  @Test
  void givesAWordTheSameIdsAloneInAnyBatchOrderAndThread() throws Exception {
    Random random = RandomText.random();
    List<Word> words = Networks.words(random, 700);
    Vocabulary vocabulary = vocabulary(random, words);
    int[] codeTokens = randomCodeTokens(random, vocabulary);
    NeuralEncoder encoder = new NeuralEncoder(network(SPEC), vocabulary, codeTokens);
    Map<Word, List<Integer>> alone = new HashMap<>();
    for (Word word : words) {
      alone.putAll(encode(encoder, List.of(word)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Map<Word, List<Integer>>>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        List<Word> shuffled = new ArrayList<>(words);
        Collections.shuffle(shuffled, random);
        tasks.add(() -> encode(new NeuralEncoder(network(SPEC), vocabulary, codeTokens), shuffled));
      }
      for (Future<Map<Word, List<Integer>>> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Map<Word, List<Integer>> encode(NeuralEncoder encoder, List<Word> words) {
    Map<Word, List<Integer>> result = new HashMap<>();
    List<int[]> ids = encoder.encode(words);
    for (int w = 0; w < words.size(); w++) {
      result.put(words.get(w), Arrays.stream(ids.get(w)).boxed().toList());
    }
    return result;
  }

  /** Gates, and codes where they end tokens, by hand. */
  private static Gated gated(
      Vocabulary vocabulary, int[] codeTokens, String word, String gates, int... codes) {
    WordBatch batch = WordBatch.of(List.of(Word.of(word.getBytes(UTF_8))));
    float[] g = new float[word.length()];
    for (int p = 0; p < g.length; p++) {
      g[p] = gates.charAt(p) == '|' ? 1 : 0;
    }
    return new NeuralEncoder(network(SPEC), vocabulary, codeTokens)
        .gated(batch, new Encoding(new float[0], codes, g, new float[0]), 0);
  }

  private static CodeNames names(String... literals) {
    List<byte[]> names = new ArrayList<>(Collections.nCopies(V, null));
    for (int v = 0; v < literals.length; v++) {
      names.set(v, literals[v].getBytes(UTF_8));
    }
    return CodeNames.ofLiterals(names);
  }

  @Test
  void takesTheTokenThatACodeNamesWhereItIsRight() {
    CodeNames names = names("walk", "ing");
    assertThat(encode(names, "walking", "...|..|", 9, 9, 9, 0, 9, 9, 1))
        .containsExactly("walk", "ing");
  }

  @Test
  void repairsASegmentByTheFewestTokens() {
    // Greedy would take ab and be left with c and d.
    CodeNames names = names("ab", "bcd", "zzzz");
    assertThat(encode(names, "abcd", "...|", 9, 9, 9, 2)).containsExactly("a", "bcd");
    assertThat(encode(names, "abcd", "...|", 9, 9, 9, 7)).containsExactly("a", "bcd");
    assertThat(encode(names("ab", "abc", "bcd", "d"), "abcd", "...|", 9, 9, 9, 9))
        .containsExactly("a", "bcd");
  }

  @Test
  void repairsSegmentsSideBySideTogether() {
    CodeNames names = names("abcd", "cd", "bc", "de");
    assertThat(encode(names, "abcd", ".|.|", 9, 9, 9, 9)).containsExactly("abcd");
    assertThat(encode(names, "abcde", ".|..|", 9, 9, 9, 9, 9)).containsExactly("abcd", "e");
  }

  @Test
  void repairLeavesSegmentsAloneThatTheirCodesName() {
    CodeNames names = names("abc", "cd", "bc");
    assertThat(encode(names, "abcd", ".|.|", 9, 9, 9, 1)).containsExactly("a", "b", "cd");
    assertThat(encode(names, "cdabc", ".|..|", 9, 1, 9, 9, 9)).containsExactly("cd", "abc");
  }

  @Test
  void aRightTokenOfAWrongCodeIsFoundByRepair() {
    CodeNames names = names("walk", "ing");
    assertThat(encode(names, "walking", "...|..|", 9, 9, 9, 1, 9, 9, 0))
        .containsExactly("walk", "ing");
  }

  @Test
  void aCodeThatNamesAPrefixOrAnExtensionIsWrong() {
    CodeNames names = names("wal", "walks");
    assertThat(encode(names, "walk", "...|", 9, 9, 9, 0)).containsExactly("wal", "k");
    assertThat(encode(names, "walk", "...|", 9, 9, 9, 1)).containsExactly("wal", "k");
  }

  @Test
  void segmentsEndBehindKBytesWithoutAGate() {
    CodeNames names = names("abcdef", "abcde");
    assertThat(encode(names, "abcdef", ".....|", 9, 9, 9, 9, 1, 0)).containsExactly("abcde", "f");
  }

  @Test
  void tellsHowManySegmentsItRepaired() {
    CodeNames names = names("walk", "ing");
    Gated gated =
        gated(names.vocabulary(), names.codeTokens(), "walking", "...|..|", 9, 9, 9, 0, 9, 9, 0);
    assertThat(gated.segments()).isEqualTo(2);
    assertThat(gated.repaired()).isEqualTo(1);
    assertThat(gated.isExact()).isFalse();
    gated =
        gated(names.vocabulary(), names.codeTokens(), "walking", "...|..|", 9, 9, 9, 0, 9, 9, 1);
    assertThat(gated.isExact()).isTrue();
  }

  private static List<String> encode(CodeNames names, String word, String gates, int... codes) {
    Vocabulary vocabulary = names.vocabulary();
    int[] ids = gated(vocabulary, names.codeTokens(), word, gates, codes).ids();
    return Arrays.stream(ids).mapToObj(id -> new String(vocabulary.literal(id), UTF_8)).toList();
  }

  @Test
  void refusesANetworkWithoutCodesAndTokensOfAnotherCodebook() {
    Vocabulary vocabulary = Vocabulary.of(List.of());
    float[] unquantized = Networks.unquantizedValues(SPEC, 8);
    assertThatThrownBy(
            () -> new NeuralEncoder(GqVae.forEncoding(SPEC, unquantized), vocabulary, new int[V]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quantizer is not on");
    assertThatThrownBy(() -> new NeuralEncoder(network(SPEC), vocabulary, new int[V - 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining((V - 1) + " codes have tokens");
  }
}
