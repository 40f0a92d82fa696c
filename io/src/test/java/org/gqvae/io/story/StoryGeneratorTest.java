package org.gqvae.io.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gqvae.io.corpus.Document;
import org.gqvae.model.text.PreTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoryGeneratorTest {
  private final StoryGenerator stories = new StoryGenerator(7);

  @Test
  void aStoryDependsOnSeedAndNumberAlone() {
    assertThat(new StoryGenerator(7).story(1_000_000)).isEqualTo(stories.story(1_000_000));
    assertThat(new StoryGenerator(8).story(1_000_000)).isNotEqualTo(stories.story(1_000_000));
    assertThat(IntStream.range(0, 3_000).mapToObj(stories::story)).doesNotHaveDuplicates();
  }

  @Test
  void theFirstStoryOfSeedSevenStaysAsItIs() {
    assertThat(stories.story(0)).startsWith("Once there was a dog that loved to bark. ");
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "10000", "1234567"})
  void aCorpusIsOfTheBytesAskedForUpToItsLastStory(long textBytes) {
    Iterator<Document> documents = stories.documents(textBytes);
    long bytes = 0;
    long last = 0;
    while (documents.hasNext()) {
      last = documents.next().text().length;
      bytes += last;
    }

    assertThat(bytes).isBetween(textBytes, textBytes + last);
    assertThat(bytes - last).isLessThanOrEqualTo(textBytes);
  }

  @Test
  void eightMegabytesHaveThreeThousandWordFormsOfWhichFewMakeUpMost() {
    Map<String, Long> counts = new HashMap<>();
    Iterator<Document> documents = stories.documents(8_000_000);
    while (documents.hasNext()) {
      byte[] text = documents.next().text();
      PreTokenizer.GPT2.split(
          text,
          0,
          text.length,
          (bytes, from, to) -> {
            String word = new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
            if (!word.isEmpty() && word.codePoints().allMatch(Character::isLetter)) {
              counts.merge(word.toLowerCase(Locale.ROOT), 1L, Long::sum);
            }
          });
    }
    List<Long> ranked = counts.values().stream().sorted((a, b) -> Long.compare(b, a)).toList();
    long all = ranked.stream().mapToLong(Long::longValue).sum();
    long ofTop100 = ranked.stream().limit(100).mapToLong(Long::longValue).sum();

    assertThat(counts).hasSizeGreaterThanOrEqualTo(3_000);
    assertThat((double) ofTop100 / all).isBetween(0.4, 0.8);
  }

  @Test
  void rareWordsAreAsManyAsAreAskedForTheFirstTheCommonest() {
    RareWords words = new RareWords(20_000);
    StoryRandom random = new StoryRandom(7, 0);
    Map<String, Integer> draws = new HashMap<>();
    IntStream.range(0, 200_000).forEach(i -> draws.merge(words.draw(random), 1, Integer::sum));
    Set<String> all =
        LongStream.rangeClosed(1, 20_000).mapToObj(RareWords::spelled).collect(Collectors.toSet());

    assertThat(all).hasSize(20_000);
    assertThat(draws.keySet()).isSubsetOf(all).hasSizeBetween(10_000, 19_000);
    // log 2 and log 1.1 of log 20,001
    assertThat(draws.get(RareWords.spelled(1))).isBetween(13_400, 14_600);
    assertThat(draws.get(RareWords.spelled(10))).isBetween(1_750, 2_100);
  }

  @Test
  void rareWordsMakeDistinctWordsGrowWithTheText() {
    StoryGenerator tailed = new StoryGenerator(7, 1_000_000);
    assertThat(distinctWords(tailed, 1_000)).isGreaterThan(10_000);
    assertThat(distinctWords(tailed, 4_000))
        .isGreaterThan(2 * distinctWords(tailed, 1_000))
        .isGreaterThan(5 * distinctWords(stories, 4_000));
    assertThat(new StoryGenerator(7, 0).story(12)).isEqualTo(stories.story(12));
  }

  private static long distinctWords(StoryGenerator stories, int count) {
    return IntStream.range(0, count)
        .mapToObj(stories::story)
        .flatMap(story -> Arrays.stream(story.split("[^\\p{L}]+")))
        .distinct()
        .count();
  }

  @Test
  void storiesHaveParagraphsSpeechAndNowAndThenMoreThanAscii() {
    List<String> many = IntStream.range(0, 2_000).mapToObj(stories::story).toList();

    assertThat(many)
        .allSatisfy(story -> assertThat(story).doesNotContainPattern("[{}@^]|  |\n\n\n"))
        .anySatisfy(story -> assertThat(story).contains("\n\n"))
        .anySatisfy(story -> assertThat(story).contains("\"", "'"))
        .anySatisfy(story -> assertThat(story).contains("“", "”", "’"))
        .anySatisfy(story -> assertThat(story).contains("Zoë"))
        .anySatisfy(story -> assertThat(story).contains("café"))
        .anySatisfy(story -> assertThat(story.codePoints().anyMatch(c -> c > 0xFFFF)).isTrue());
  }

  @ParameterizedTest
  @CsvSource({
    "NOUN, box, s, boxes",
    "NOUN, berry, s, berries",
    "NOUN, toy, s, toys",
    "NOUN, mouse|mice, s, mice",
    "VERB, stop*, ed, stopped",
    "VERB, stop*, ing, stopping",
    "VERB, stop*, s, stops",
    "VERB, bake, ing, baking",
    "VERB, agree, ing, agreeing",
    "VERB, tie, ing, tying",
    "VERB, carry, ed, carried",
    "VERB, play, ed, played",
    "VERB, run*|ran, ed, ran",
    "VERB, run*|ran, ing, running",
    "ADJECTIVE, big*, est, biggest",
    "ADJECTIVE, nice, er, nicer",
    "ADJECTIVE, happy, est, happiest",
    "ADJECTIVE, gray, er, grayer",
    "ADJECTIVE, good|better|best, er, better",
  })
  void wordsInflectByRuleUnlessTheListSaysHow(
      Inflection inflection, String entry, String form, String expected) {
    assertThat(inflection.forms(entry).get(form)).isEqualTo(expected);
  }
}
