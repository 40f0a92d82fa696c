package org.gqvae.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gqvae.model.text.RandomText;
import org.gqvae.model.text.Word;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class ViterbiEncoderTest {
  @Test
  void takesTheFewestTokens() {
    // The longest first token would leave three: abc d e.
    assertThat(encode(counted(Map.of("ab", 1L, "abc", 100L, "cde", 1L)), "abcde"))
        .containsExactly("ab", "cde");
  }

  @Test
  void breaksTiesByTheHighestSumOfLogCounts() {
    // 9 * 9 > 40 * 2, the counts each one higher, though 8 + 8 < 39 + 1.
    Map<String, Long> tokens = Map.of("ab", 8L, "cde", 8L, "abc", 39L, "de", 1L);
    assertThat(encode(counted(tokens), "abcde")).containsExactly("ab", "cde");
  }

  @Test
  void breaksFurtherTiesByTheLongerLastToken() {
    Map<String, Long> tokens = Map.of("ab", 5L, "cde", 7L, "abc", 7L, "de", 5L);
    assertThat(encode(counted(tokens), "abcde")).containsExactly("ab", "cde");
  }

  @Test
  void breaksTiesOfTheLastTokenByTheOneBeforeIt() {
    assertThat(encode(counted(Map.of("aa", 1L)), "aaaaa")).containsExactly("a", "aa", "aa");
    Map<String, Long> tokens = Map.of("aa", 3L, "aaaa", 3L, "aaa", 3L);
    assertThat(encode(counted(tokens), "aaaaaaaaa")).containsExactly("aa", "aaa", "aaaa");
  }

  @Test
  void fallsBackToSingleBytes() {
    assertThat(new ViterbiEncoder(Vocabulary.of(List.of())).encode(Word.of("é\0")))
        .containsExactly(0xC3, 0xA9, 0);
  }

  @Test
  void takesATokenOfSixteenBytesWhole() {
    String token = "0123456789abcdef";
    assertThat(encode(counted(Map.of(token, 0L)), token)).containsExactly(token);
  }

  @Test
  void takesTheHighestSumOfScoresWhateverTheNumberOfTokens() {
    Vocabulary vocabulary = counted(Map.of("ab", 0L));
    long[] scores = new long[257];
    scores['a'] = -5;
    scores['b'] = -6;
    scores[256] = -12;
    ViterbiEncoder encoder = new ViterbiEncoder(vocabulary, TokenScores.of(scores));
    assertThat(encoder.encode(Word.of("ab"))).containsExactly('a', 'b');
    scores[256] = -11;
    encoder = new ViterbiEncoder(vocabulary, TokenScores.of(scores));
    assertThat(encoder.encode(Word.of("ab"))).containsExactly(256);
    assertThat(encoder.encodeInParts(Word.of("ab"))).containsExactly('a', 'b');
  }

  @Test
  void addsUpTheFarthestScores() {
    for (long score : new long[] {TokenScores.MAX_MAGNITUDE, -TokenScores.MAX_MAGNITUDE}) {
      long[] scores = new long[256];
      Arrays.fill(scores, score);
      ViterbiEncoder encoder = new ViterbiEncoder(Vocabulary.of(List.of()), TokenScores.of(scores));
      assertThat(encoder.encode(Word.of("0123456789abcdef"))).hasSize(16);
    }
  }

  @Test
  void takesFewerTokensWhateverTheCounts() {
    Map<String, Long> tokens = Map.of("0123456789abcdef", 0L, "ab", Long.MAX_VALUE);
    Vocabulary vocabulary = counted(tokens);
    long[] counts = new long[vocabulary.size()];
    Arrays.fill(counts, Long.MAX_VALUE);
    counts[256] = 0; // 0123456789abcdef
    ViterbiEncoder encoder = new ViterbiEncoder(vocabulary.withCounts(counts));
    assertThat(encoder.encode(Word.of("0123456789abcdef"))).containsExactly(256);
    assertThat(encoder.encode(Word.of("0ab"))).containsExactly('0', 257);
  }

  @Test
  void agreesWithAnExhaustiveSearch() {
    Random random = RandomText.random();
    for (int i = 0; i < 300; i++) {
      int alphabet = 1 + random.nextInt(3);
      Vocabulary vocabulary = randomVocabulary(random, alphabet);
      ViterbiEncoder encoder = new ViterbiEncoder(vocabulary);
      for (int j = 0; j < 20; j++) {
        byte[] word = randomBytes(random, alphabet, 1 + random.nextInt(11));
        assertThat(encoder.encode(Word.of(word))).isEqualTo(best(vocabulary, word));
      }
    }
  }

  @Test
  void isLosslessAndIndependentOfNeighbours() {
    Random random = RandomText.random();
    Vocabulary vocabulary = randomVocabulary(random, 4);
    ViterbiEncoder encoder = new ViterbiEncoder(vocabulary);
    List<Word> words = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      words.add(Word.of(randomBytes(random, 5, 1 + random.nextInt(Word.MAX_BYTES))));
    }
    List<int[]> encodings = encoder.encode(words);
    for (int i = words.size() - 1; i >= 0; i--) {
      assertThat(vocabulary.decode(encodings.get(i))).isEqualTo(words.get(i).toBytes());
      assertThat(encoder.encode(words.get(i))).isEqualTo(encodings.get(i));
    }
  }

  private static Stream<String> encode(Vocabulary vocabulary, String word) {
    return Arrays.stream(new ViterbiEncoder(vocabulary).encode(Word.of(word)))
        .mapToObj(id -> new String(vocabulary.literal(id), UTF_8));
  }

  private static Vocabulary counted(Map<String, Long> tokens) {
    Vocabulary vocabulary =
        Vocabulary.of(tokens.keySet().stream().map(token -> token.getBytes(UTF_8)).toList());
    long[] counts = new long[vocabulary.size()];
    tokens.forEach(
        (token, count) -> {
          byte[] bytes = token.getBytes(UTF_8);
          counts[vocabulary.idOf(bytes, 0, bytes.length)] = count;
        });
    return vocabulary.withCounts(counts);
  }

  /** Few tokens of few symbols and few counts, so that ties abound. */
  private static Vocabulary randomVocabulary(Random random, int alphabet) {
    Collection<byte[]> learned = new TreeSet<>(Arrays::compareUnsigned);
    for (int i = random.nextInt(12); i > 0; i--) {
      learned.add(randomBytes(random, alphabet, 2 + random.nextInt(5)));
    }
    Vocabulary vocabulary = Vocabulary.of(learned);
    return vocabulary.withCounts(random.longs(vocabulary.size(), 0, 3).toArray());
  }

  private static byte[] randomBytes(Random random, int alphabet, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (0xFF - random.nextInt(alphabet));
    }
    return bytes;
  }

  private static int[] best(Vocabulary vocabulary, byte[] word) {
    List<int[]> segmentations = new ArrayList<>();
    collect(vocabulary, word, 0, new int[0], segmentations);
    Comparator<int[]> fewest = Comparator.comparingInt(ids -> ids.length);
    Comparator<int[]> lowest = Comparator.comparingLong(ids -> sum(vocabulary, ids));
    Comparator<int[]> shortestLast =
        Comparator.comparing(ids -> lengthsFromTheLast(vocabulary, ids), Arrays::compare);
    return segmentations.stream()
        .min(fewest.thenComparing(lowest.reversed()).thenComparing(shortestLast.reversed()))
        .orElseThrow();
  }

  private static void collect(
      Vocabulary vocabulary, byte[] word, int at, int[] ids, List<int[]> segmentations) {
    if (at == word.length) {
      segmentations.add(ids);
    }
    for (int end = at + 1; end <= word.length; end++) {
      int id = vocabulary.idOf(word, at, end);
      if (id >= 0) {
        int[] longer = Arrays.copyOf(ids, ids.length + 1);
        longer[ids.length] = id;
        collect(vocabulary, word, end, longer, segmentations);
      }
    }
  }

  private static long sum(Vocabulary vocabulary, int[] ids) {
    return Arrays.stream(ids)
        .mapToLong(id -> Math.round(0x1p32 * StrictMath.log(1.0 + vocabulary.count(id))))
        .sum();
  }

  private static int[] lengthsFromTheLast(Vocabulary vocabulary, int[] ids) {
    return IntStream.rangeClosed(1, ids.length)
        .map(i -> vocabulary.literalBytes(ids[ids.length - i]))
        .toArray();
  }
}
