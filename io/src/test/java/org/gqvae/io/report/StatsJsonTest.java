package org.gqvae.io.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gqvae.model.statistics.TokenCounter;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.statistics.TokenStatistics;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;

class StatsJsonTest {
  // " cat" is 256, "at" 257, "the" 258
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(List.of("the".getBytes(UTF_8), "at".getBytes(UTF_8), " cat".getBytes(UTF_8)));

  @Test
  void tellsASmallCorpus() throws IOException {
    TokenCounter counter = new TokenCounter(PreTokenizer.GPT2, VOCABULARY);
    counter.add(0, new int[] {258, 256, ' ', 's', 257}, 5, 3, 11, 11, null); // the| cat| |s|at
    counter.add(0, new int[0], 0, 0, 0, 0, null);
    JsonNode figures = figures(counter.statistics().total());
    assertThat(figures.get("documents").longValue()).isEqualTo(2);
    assertThat(figures.get("empty_documents").longValue()).isEqualTo(1);
    assertThat(figures.get("tokens").longValue()).isEqualTo(5);
    assertThat(figures.get("bytes_per_token").doubleValue()).isEqualTo(2.2);
    assertThat(figures.get("fertility").doubleValue()).isEqualTo(5.0 / 3);
    assertThat(figures.get("continued_word_rate").doubleValue()).isEqualTo(1.0 / 3);
    assertThat(figures.get("single_byte_rate").doubleValue()).isEqualTo(0.4);
    assertThat(figures.at("/token_length/bytes_by_use/p50").longValue()).isEqualTo(2);
    assertThat(figures.at("/token_length/bytes_by_vocabulary/histogram/0/count").longValue())
        .isEqualTo(256);
    assertThat(figures.at("/document_length/max").longValue()).isEqualTo(5);
    assertThat(figures.at("/padding/0/row_length").intValue()).isEqualTo(512);
    assertThat(figures.at("/padding/0/wasted").doubleValue()).isEqualTo(507.0 / 512);
    assertThat(figures.at("/vocabulary_use/ids").intValue()).isEqualTo(259);
    assertThat(figures.at("/vocabulary_use/dead_ids").intValue()).isEqualTo(254);
    assertThat(figures.at("/renyi/0/order").doubleValue()).isEqualTo(2.5);
    assertThat(figures.at("/most_used/2/bytes").textValue()).isEqualTo("\\x20cat");
  }

  @Test
  void keepsTheOrderOfItsKeys() throws IOException {
    JsonNode figures = figures(TokenCounts.NONE);
    assertThat(figures.fieldNames())
        .toIterable()
        .containsExactly(
            "documents",
            "empty_documents",
            "chunks",
            "tokens",
            "words",
            "continued_words",
            "characters",
            "bytes",
            "single_byte_tokens",
            "bytes_per_token",
            "characters_per_token",
            "fertility",
            "continued_word_rate",
            "single_byte_rate",
            "token_length",
            "document_length",
            "padding",
            "vocabulary_use",
            "shannon",
            "renyi",
            "rank_frequency",
            "most_used",
            "longest",
            "rarest");
  }

  @Test
  void leavesOutWhatPackedRowsDoNotKeep() throws IOException {
    JsonNode set = read(ReportFixtures.packed("c", 50)).at("/data_sets/0");
    assertThat(set.get("packing").toString())
        .isEqualTo(
            "{\"length\":2048,\"method\":\"best-fit\",\"pad_tokens\":1250,\"pad_share\":0.0125,"
                + "\"cut_documents\":3,\"cut_share\":0.01}");
    assertThat(set.get("figures").fieldNames())
        .toIterable()
        .containsExactly(
            "documents",
            "empty_documents",
            "chunks",
            "tokens",
            "bytes",
            "single_byte_tokens",
            "bytes_per_token",
            "single_byte_rate",
            "token_length",
            "vocabulary_use",
            "shannon",
            "renyi",
            "rank_frequency",
            "most_used",
            "longest",
            "rarest");
    assertThat(set.get("groups")).isEmpty();
  }

  @Test
  void writesNullWhereARatioHasNoDenominator() throws IOException {
    JsonNode figures = figures(TokenCounts.NONE);
    assertThat(figures.get("bytes_per_token").isNull()).isTrue();
    assertThat(figures.at("/document_length/p50").isNull()).isTrue();
    assertThat(figures.at("/shannon/bits").isNull()).isTrue();
  }

  @Test
  void tellsWhetherTheRoundTripWasVerified() throws IOException {
    JsonNode unverified = read(dataSet(TokenCounts.NONE, Optional.empty()));
    assertThat(unverified.at("/data_sets/0/round_trip").isNull()).isTrue();
    assertThat(
            read(dataSet(TokenCounts.NONE, Optional.of(new RoundTrip(7, 0))))
                .at("/data_sets/0/round_trip")
                .toString())
        .isEqualTo("{\"verified_documents\":7,\"mismatches\":0}");
  }

  @Test
  void givesEachGroupTheSameFigures() throws IOException {
    JsonNode set =
        new ObjectMapper()
            .readTree(
                StatsJson.text(
                    List.of(ReportFixtures.dataSet("c", 50, 100, Optional.of("language")))))
            .at("/data_sets/0");
    assertThat(set.get("group_by").textValue()).isEqualTo("language");
    assertThat(set.at("/groups/0/value").isNull()).isTrue();
    long tokens = 0;
    for (JsonNode group : set.get("groups")) {
      tokens += group.at("/figures/tokens").longValue();
      assertThat(group.get("figures").fieldNames())
          .toIterable()
          .containsExactlyElementsOf(() -> set.get("figures").fieldNames());
    }
    assertThat(tokens).isEqualTo(set.at("/figures/tokens").longValue());
  }

  @Test
  void isTheSameHoweverDocumentsAreSharedOut() {
    Random random = new Random(11);
    for (int round = 0; round < 30; round++) {
      List<Consumer<TokenCounter>> documents = new ArrayList<>();
      for (int i = random.nextInt(60); i > 0; i--) {
        documents.add(randomDocument(random));
      }
      TokenCounter onePass = new TokenCounter(PreTokenizer.GPT2, VOCABULARY);
      documents.forEach(document -> document.accept(onePass));

      TokenCounter[] parts = new TokenCounter[1 + random.nextInt(8)];
      Arrays.setAll(parts, i -> new TokenCounter(PreTokenizer.GPT2, VOCABULARY));
      documents.forEach(document -> document.accept(parts[random.nextInt(parts.length)]));
      List<TokenStatistics> sums = new ArrayList<>();
      for (TokenCounter part : parts) {
        sums.add(part.statistics());
      }
      while (sums.size() > 1) {
        Collections.shuffle(sums, random);
        sums.add(sums.remove(0).plus(sums.remove(0)));
      }
      assertThat(text(sums.get(0))).isEqualTo(text(onePass.statistics()));
    }
  }

  /** Feeds a document of some of the ids, in one chunk or two, of one of three groups. */
  private static Consumer<TokenCounter> randomDocument(Random random) {
    int[] alphabet = {'a', 't', ' ', '\n', '\'', '7', 256, 257, 258};
    int[] ids = random.ints(random.nextInt(40), 0, alphabet.length).map(i -> alphabet[i]).toArray();
    byte[] text = VOCABULARY.decode(ids);
    int[] words = new int[1];
    PreTokenizer.GPT2.split(text, 0, text.length, (bytes, from, to) -> words[0]++);
    int cut = random.nextInt(ids.length + 1);
    int[] rest = Arrays.copyOfRange(ids, cut, ids.length);
    int bytes = VOCABULARY.decode(ids, 0, cut).length;
    int restBytes = text.length - bytes;
    String group = random.nextInt(3) == 0 ? null : "group " + random.nextInt(2);
    return counter -> {
      counter.add(0, ids, cut, words[0], bytes, bytes, group);
      if (rest.length > 0) {
        counter.add(1, rest, rest.length, 0, restBytes, restBytes, group);
      }
    };
  }

  private static String text(TokenStatistics statistics) {
    TreeMap<String, TokenFigures> groups = new TreeMap<>(statistics.groups().comparator());
    statistics
        .groups()
        .forEach((value, counts) -> groups.put(value, TokenFigures.of(counts, VOCABULARY)));
    return StatsJson.text(
        List.of(
            new DataSet(
                "c",
                "gqvae",
                "00",
                Optional.empty(),
                TokenFigures.of(statistics.total(), VOCABULARY),
                Optional.of("kind"),
                groups,
                List.of())));
  }

  @Test
  void endsWithALineFeed() {
    assertThat(StatsJson.text(List.of(dataSet(TokenCounts.NONE, Optional.empty()))))
        .startsWith("{\n  \"format_version\" : 1,\n")
        .endsWith("}\n")
        .doesNotContain("\r");
  }

  private static JsonNode figures(TokenCounts counts) throws IOException {
    return read(dataSet(counts, Optional.empty())).at("/data_sets/0/figures");
  }

  private static JsonNode read(DataSet dataSet) throws IOException {
    return new ObjectMapper().readTree(StatsJson.text(List.of(dataSet)));
  }

  private static DataSet dataSet(TokenCounts counts, Optional<RoundTrip> roundTrip) {
    return new DataSet(
        "c", "gqvae", "00", roundTrip, TokenFigures.of(counts, VOCABULARY), List.of());
  }
}
