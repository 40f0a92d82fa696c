package org.gqvae.model.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class TokenCounterTest {
  // " cat" is 256, "at" 257, "the" 258
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(List.of("the".getBytes(UTF_8), "at".getBytes(UTF_8), " cat".getBytes(UTF_8)));

  private final TokenCounter counter = new TokenCounter(PreTokenizer.GPT2, VOCABULARY);

  @Test
  void countsASmallText() {
    counter.add(0, new int[] {258, 256, ' ', 's', 257}, 5, 3, 11, 11, null); // the| cat| |s|at
    TokenCounts counts = counter.statistics().total();
    assertThat(counts.documents()).isEqualTo(1);
    assertThat(counts.emptyDocuments()).isZero();
    assertThat(counts.chunks()).isEqualTo(1);
    assertThat(counts.tokens()).isEqualTo(5);
    assertThat(counts.words()).isEqualTo(3);
    assertThat(counts.continuedWords()).isEqualTo(1);
    assertThat(counts.characters()).isEqualTo(11);
    assertThat(counts.bytes()).isEqualTo(11);
    assertThat(counts.uses(258)).isEqualTo(1);
    assertThat(counts.uses('s')).isEqualTo(1);
    assertThat(counts.uses('t')).isZero();
    assertThat(counts.documentLengths()).isEqualTo(Histogram.of(Map.of(5L, 1L)));
  }

  @Test
  void countsWhatWordsAndDocumentsTellWhenCountedApart() {
    counter.add(0, new int[] {258, 256, ' ', 's', 257}, 5, 3, 11, 11, null);
    counter.add(0, new int[0], 0, 0, 0, 0, null);
    long[] uses = new long[259];
    for (int id : new int[] {258, 256, ' ', 's', 257}) {
      uses[id]++;
    }
    assertThat(
            TokenCounts.ofWords(3, 1, uses)
                .plus(TokenCounts.ofDocuments(1, 11, 11, Histogram.of(Map.of(5L, 1L, 0L, 1L)))))
        .isEqualTo(counter.statistics().total());
  }

  @Test
  void countsADocumentOfSeveralChunksWhole() {
    counter.add(0, new int[] {258, 256}, 2, 2, 7, 7, null);
    counter.add(1, new int[] {' ', 's', 257}, 3, 1, 4, 4, null);
    counter.add(0, new int[] {258}, 1, 1, 3, 3, null);
    TokenCounts counts = counter.statistics().total();
    assertThat(counts.documents()).isEqualTo(2);
    assertThat(counts.chunks()).isEqualTo(3);
    assertThat(counts.continuedWords()).isEqualTo(1);
    assertThat(counts.documentLengths()).isEqualTo(Histogram.of(Map.of(5L, 1L, 1L, 1L)));
  }

  @Test
  void splitsWordsAcrossChunksAsInTheWholeDocument() {
    // "a\n\nb" is a|\n|\n|b; the first chunk alone would split into a|\n\n
    counter.add(0, new int[] {'a', '\n', '\n'}, 3, 3, 3, 3, null);
    counter.add(1, new int[] {'b'}, 1, 1, 1, 1, null);
    TokenCounts counts = counter.statistics().total();
    assertThat(counts.words()).isEqualTo(4);
    assertThat(counts.continuedWords()).isZero();
  }

  @Test
  void countsEmptyDocuments() {
    counter.add(0, new int[0], 0, 0, 0, 0, null);
    counter.add(0, new int[0], 0, 0, 0, 0, null);
    TokenCounts counts = counter.statistics().total();
    assertThat(counts.documents()).isEqualTo(2);
    assertThat(counts.emptyDocuments()).isEqualTo(2);
    assertThat(counts.documentLengths()).isEqualTo(Histogram.of(Map.of(0L, 2L)));
  }

  @Test
  void readsIdsOnlyUpToTheTokenCount() {
    counter.add(0, new int[] {258, 256, 9999}, 2, 2, 7, 7, null);
    assertThat(counter.statistics().total().tokens()).isEqualTo(2);
  }

  @Test
  void countsEachGroupAndAll() {
    counter.add(0, new int[] {258}, 1, 1, 3, 3, "en");
    counter.add(0, new int[] {0xc3, 0xa9}, 2, 1, 1, 2, "fr");
    counter.add(0, new int[] {'a'}, 1, 1, 1, 1, null);
    counter.add(0, new int[] {258}, 1, 1, 3, 3, "en");
    TokenStatistics statistics = counter.statistics();
    assertThat(statistics.total().documents()).isEqualTo(4);
    assertThat(statistics.groups().keySet()).containsExactly(null, "en", "fr");
    assertThat(statistics.groups().get("en").tokens()).isEqualTo(2);
    assertThat(statistics.groups().get("fr").continuedWords()).isEqualTo(1);
    assertThat(statistics.groups().get("fr").uses(0xa9)).isEqualTo(1);
    assertThat(statistics.groups().get("en").uses(0xa9)).isZero();
    TokenCounts sum =
        statistics.groups().values().stream().reduce(TokenCounts.NONE, TokenCounts::plus);
    assertThat(sum).isEqualTo(statistics.total());
  }

  @Test
  void givesTheSameStatisticsWhenAskedTwice() {
    counter.add(0, new int[] {258}, 1, 1, 3, 3, null);
    assertThat(counter.statistics()).isEqualTo(counter.statistics());
    counter.add(0, new int[] {258}, 1, 1, 3, 3, null);
    assertThat(counter.statistics().total().documents()).isEqualTo(2);
  }

  @Test
  void refusesAFileThatBeginsWithinADocument() {
    assertThatThrownBy(() -> counter.add(1, new int[] {258}, 1, 1, 3, 3, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAMissingChunk() {
    counter.add(0, new int[] {258}, 1, 1, 3, 3, null);
    assertThatThrownBy(() -> counter.add(2, new int[] {258}, 1, 1, 3, 3, null))
        .hasMessage("Document 1 of the file: chunk 2 does not follow chunk 0");
  }

  @Test
  void refusesSpecialsAndUnknownIds() {
    int endOfText = VOCABULARY.specials().get("<|endoftext|>");
    assertThatThrownBy(() -> counter.add(0, new int[] {endOfText}, 1, 1, 13, 13, null))
        .hasMessage("Document 1 of the file: id 259 is not among the 259 ordinary ids");
  }

  @Test
  void refusesRowsOfAnotherVocabulary() {
    assertThatThrownBy(() -> counter.add(0, new int[] {258}, 1, 1, 4, 4, null))
        .hasMessage("Document 1 of the file: chunk 0 decodes to 3 bytes, byte_count says 4");
  }

  @Test
  void refusesAWrongWordCount() {
    counter.add(0, new int[] {258, 256}, 2, 3, 7, 7, null);
    assertThatThrownBy(counter::statistics)
        .hasMessage("Document 1 of the file: it splits into 2 words, word_count says 3");
  }

  @Test
  void refusesTooManyGroups() {
    for (int group = 0; group < TokenStatistics.MAX_GROUPS; group++) {
      counter.add(0, new int[] {258}, 1, 1, 3, 3, "group " + group);
    }
    assertThatThrownBy(() -> counter.add(0, new int[] {258}, 1, 1, 3, 3, "one more"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("256");
  }
}
