package org.gqvae.model.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class TokenFiguresTest {
  // Ordinary ids: 256 single bytes, "\xc3\xa9t" is 256 + 1, " cat" 256.
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(List.of("ét".getBytes(UTF_8), " cat".getBytes(UTF_8)));

  @Test
  void tellsRatiosOfASmallText() {
    TokenCounter counter = new TokenCounter(PreTokenizer.GPT2, VOCABULARY);
    // "a cat été": a| cat| |ét|\xc3|\xa9 = 9 characters, 11 bytes, 6 tokens, 3 words
    counter.add(0, new int[] {'a', 256, ' ', 257, 0xc3, 0xa9}, 6, 3, 9, 11, null);
    TokenFigures figures = TokenFigures.of(counter.statistics().total(), VOCABULARY);
    assertThat(figures.bytesPerToken()).isEqualTo(11.0 / 6);
    assertThat(figures.charactersPerToken()).isEqualTo(1.5);
    assertThat(figures.fertility()).isEqualTo(2);
    assertThat(figures.continuedWordRate()).isEqualTo(1.0 / 3);
    assertThat(figures.singleByteTokens()).isEqualTo(4);
    assertThat(figures.singleByteRate()).isEqualTo(4.0 / 6);
  }

  @Test
  void weighsTokenLengthsByUseAndByVocabulary() {
    TokenFigures figures = figures(Map.of(256, 3L, 257, 1L, (int) 'a', 2L));
    TokenLengths lengths = figures.tokenLengths();
    assertThat(lengths.bytesByUse()).isEqualTo(Histogram.of(Map.of(1L, 2L, 3L, 1L, 4L, 3L)));
    assertThat(lengths.charactersByUse()).isEqualTo(Histogram.of(Map.of(1L, 2L, 2L, 1L, 4L, 3L)));
    assertThat(lengths.bytesByVocabulary())
        .isEqualTo(Histogram.of(Map.of(1L, 256L, 3L, 1L, 4L, 1L)));
    assertThat(lengths.charactersByVocabulary())
        .isEqualTo(Histogram.of(Map.of(1L, 256L, 2L, 1L, 4L, 1L)));
  }

  @Test
  void tellsEntropyInBits() {
    // p = 1/2, 1/4, 1/8, 1/8: H = 1/2 + 1/2 + 3/8 + 3/8
    TokenFigures figures =
        figures(Map.of((int) 'a', 4L, (int) 'b', 2L, (int) 'c', 1L, (int) 'd', 1L));
    double uniform = Math.log(258) / Math.log(2);
    assertThat(figures.shannon().bits()).isCloseTo(1.75, within(1e-12));
    assertThat(figures.shannon().efficiency()).isCloseTo(1.75 / uniform, within(1e-12));
    // log2(1/2^2.5 + 1/4^2.5 + 2/8^2.5) / -1.5 and log2(1/8 + 1/64 + 2/512) / -2
    assertThat(figures.renyi().get(0).bits()).isCloseTo(1.460334442, within(1e-9));
    assertThat(figures.renyi().get(1).bits())
        .isCloseTo(Math.log(512.0 / 74) / Math.log(2) / 2, within(1e-12));
    assertThat(figures.renyi().get(1).order()).isEqualTo(3);
  }

  @Test
  void findsAUniformDistributionWhollyEfficient() {
    long[] uses = new long[258];
    Arrays.fill(uses, 7);
    TokenFigures figures =
        TokenFigures.of(counts(uses, Histogram.of(Map.of(1806L, 1L))), VOCABULARY);
    assertThat(figures.shannon().efficiency()).isCloseTo(1, within(1e-12));
    assertThat(figures.renyi().get(0).efficiency()).isCloseTo(1, within(1e-12));
  }

  @Test
  void countsPaddingOfTheLastRowOfEachDocument() {
    Histogram lengths = Histogram.of(Map.of(0L, 1L, 500L, 1L, 512L, 1L, 513L, 1L));
    Padding padding = Padding.of(lengths, 512);
    assertThat(padding.rows()).isEqualTo(4); // 0 + 1 + 1 + 2
    assertThat(padding.tokens()).isEqualTo(1525);
    assertThat(padding.wasted()).isEqualTo(523.0 / 2048);
    assertThat(Padding.of(lengths, 1024).wasted()).isEqualTo((3072 - 1525) / 3072.0);
  }

  @Test
  void tellsDeadAndRareIds() {
    TokenFigures figures = figures(Map.of((int) 'a', 1L, (int) 'b', 10L, (int) 'c', 11L, 256, 1L));
    VocabularyUse use = figures.vocabularyUse();
    assertThat(use.ids()).isEqualTo(258);
    assertThat(use.usedIds()).isEqualTo(4);
    assertThat(use.deadIds()).isEqualTo(254);
    assertThat(use.deadSingleBytes()).isEqualTo(253);
    assertThat(use.rareIds()).isEqualTo(3);
  }

  @Test
  void tellsTheMassOfTheMostUsed() {
    long[] uses = new long[258];
    IntStream.range(0, 40).forEach(id -> uses[id] = 40 - id); // 820 tokens, the top ten 355
    TokenFigures figures =
        TokenFigures.of(counts(uses, Histogram.of(Map.of(820L, 1L))), VOCABULARY);
    assertThat(figures.vocabularyUse().tokensOfTop())
        .containsExactlyEntriesOf(new TreeMap<>(Map.of(10, 355L, 100, 820L, 1000, 820L)));
    assertThat(figures.massOfTop().get(10)).isEqualTo(355.0 / 820);
  }

  @Test
  void ranksAtLogarithmicSteps() {
    long[] uses = new long[258];
    IntStream.range(0, 200).forEach(id -> uses[id] = 1000 - id);
    List<RankedUse> curve =
        TokenFigures.of(counts(uses, Histogram.EMPTY), VOCABULARY).rankFrequency();
    assertThat(curve.subList(0, 10))
        .extracting(RankedUse::rank)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(curve.get(curve.size() - 1)).isEqualTo(new RankedUse(200, 801));
    assertThat(curve).hasSizeLessThan(45);
  }

  @Test
  void listsTokensWithTiesBySmallerId() {
    TokenFigures figures = figures(Map.of((int) 'b', 2L, (int) 'a', 2L, 256, 1L, 257, 5L));
    assertThat(figures.mostUsed()).extracting(TokenUse::id).containsExactly(257, 97, 98, 256);
    assertThat(figures.rarest()).extracting(TokenUse::id).containsExactly(256, 97, 98, 257);
    assertThat(figures.longest()).extracting(TokenUse::id).containsExactly(256, 257, 97, 98);
    assertThat(figures.longest().get(1)).isEqualTo(new TokenUse(257, "ét".getBytes(UTF_8), 5));
  }

  @Test
  void saysNothingOfNothing() {
    TokenFigures figures = TokenFigures.of(TokenCounts.NONE, VOCABULARY);
    assertThat(figures.bytesPerToken()).isNaN();
    assertThat(figures.shannon().bits()).isNaN();
    assertThat(figures.renyi().get(0).efficiency()).isNaN();
    assertThat(figures.padding().get(0).wasted()).isNaN();
    assertThat(figures.rankFrequency()).isEmpty();
    assertThat(figures.vocabularyUse().deadIds()).isEqualTo(258);
  }

  private static TokenFigures figures(Map<Integer, Long> uses) {
    long[] idCounts = new long[258];
    uses.forEach((id, count) -> idCounts[id] = count);
    long tokens = Arrays.stream(idCounts).sum();
    return TokenFigures.of(counts(idCounts, Histogram.of(Map.of(tokens, 1L))), VOCABULARY);
  }

  private static TokenCounts counts(long[] idCounts, Histogram documentLengths) {
    return new TokenCounts(
        documentLengths.total(),
        0,
        documentLengths.total(),
        0,
        0,
        0,
        0,
        idCounts.length,
        Histogram.of(idCounts),
        documentLengths);
  }
}
