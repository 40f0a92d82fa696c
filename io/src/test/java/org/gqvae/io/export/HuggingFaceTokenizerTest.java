package org.gqvae.io.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.EncodedWord;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.export.LearnedTokenizers.Kind;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.story.StoryGenerator;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Utf8;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Exports, loaded by Hugging Face's own library. Of the real texts, and of those of code points and
 * random ones with each kind of tokenizer, one in twenty is encoded, and with {@code
 * -Dgqvae.texts.every=1} each.
 */
class HuggingFaceTokenizerTest {
  private static final Configuration HADOOP = new Configuration();
  private static final long SEED = Long.getLong("gqvae.seed", 20_251_221L);
  private static final int EVERY = Integer.getInteger("gqvae.texts.every", 20);
  private static final List<String> RANDOM_TEXTS = randomTexts(Math.max(20_000, 200_000 / EVERY));
  private static final LearnedTokenizers TOKENIZERS =
      new LearnedTokenizers(PreTokenizer.GPT2, words(PreTokenizer.GPT2));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"FEWEST, 770", "UNIGRAM, 770", "MERGES, 770"})
  void givesTheSameIdsWithFewTokens(Kind kind, int vocabularySize) throws IOException {
    TokenizerArtifact tokenizer = learn(kind, vocabularySize);
    try (HuggingFaceLibrary library = new HuggingFaceLibrary(folder)) {
      assertSameIds(tokenizer, library, wordsOfTheTable(tokenizer));
      assertSameIds(tokenizer, library, runs());
      assertSameIds(tokenizer, library, RANDOM_TEXTS.subList(0, 20_000));
    }
  }

  @ParameterizedTest
  @CsvSource({"FEWEST, 4000", "UNIGRAM, 4000", "MERGES, 4000"})
  void givesTheSameIdsWithManyTokens(Kind kind, int vocabularySize) throws IOException {
    TokenizerArtifact tokenizer = learn(kind, vocabularySize);
    try (HuggingFaceLibrary library = new HuggingFaceLibrary(folder)) {
      assertSameIds(tokenizer, library, wordsOfTheTable(tokenizer));
      assertSameIds(tokenizer, library, oneIn(EVERY, everyCodePoint()));
      assertSameIds(tokenizer, library, runs());
      assertSameIds(tokenizer, library, HardTexts.all());
      assertSameIds(tokenizer, library, RANDOM_TEXTS.subList(0, 200_000 / EVERY));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameIdsOnRealText(Kind kind) throws IOException {
    List<String> texts = RealTexts.all();
    TokenizerArtifact tokenizer = learnOf(texts, PreTokenizer.GPT2).learn(kind, 32_000);
    assertThat(tokenizer.vocabulary().size()).isEqualTo(32_000);
    write(tokenizer, Optional.empty());
    try (HuggingFaceLibrary library = new HuggingFaceLibrary(folder)) {
      assertSameIds(tokenizer, library, oneIn(EVERY, texts));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameIdsByEveryPreTokenizer(PreTokenizer preTokenizer) throws IOException {
    TokenizerArtifact tokenizer =
        new LearnedTokenizers(preTokenizer, words(preTokenizer)).learn(Kind.MERGES, 4_000);
    write(tokenizer, Optional.empty());
    assertThat(checked(tokenizer)).isGreaterThan(HardTexts.all().size());
    try (HuggingFaceLibrary library = new HuggingFaceLibrary(folder)) {
      assertSameIds(tokenizer, library, wordsOfTheTable(tokenizer));
      assertSameIds(tokenizer, library, everyCodePoint());
      assertSameIds(tokenizer, library, runs());
      assertSameIds(tokenizer, library, HardTexts.all());
      assertSameIds(tokenizer, library, RANDOM_TEXTS.subList(0, 20_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameIdsOnRealTextByEveryPreTokenizer(PreTokenizer preTokenizer) throws IOException {
    List<String> texts = RealTexts.all();
    TokenizerArtifact tokenizer = learnOf(texts, preTokenizer).learn(Kind.MERGES, 8_000);
    write(tokenizer, Optional.empty());
    try (HuggingFaceLibrary library = new HuggingFaceLibrary(folder)) {
      assertSameIds(tokenizer, library, oneIn(EVERY, texts));
    }
  }

  @Test
  void readsTheTextOfASpecialAsItsIdWhichTheTokenizerDoesNot() throws IOException {
    TokenizerArtifact tokenizer = TOKENIZERS.learn(Kind.MERGES, 770);
    write(tokenizer, Optional.empty());
    try (HuggingFaceLibrary library = new HuggingFaceLibrary(folder)) {
      assertThat(tokenizer.vocabulary().specials())
          .allSatisfy(
              (special, id) -> {
                assertThat(library.encode(List.of("a" + special + "b")))
                    .singleElement()
                    .isEqualTo(new int[] {'a', id, 'b'});
                assertThat(LearnedTokenizers.encode(tokenizer, List.of(special)).get(0))
                    .doesNotContain(id);
              });
    }
  }

  @Test
  void tellsTransformersOfTheSpecialsAndOfTheTemplate() throws IOException {
    write(TOKENIZERS.learn(Kind.FEWEST, 770), Optional.of("{{ messages }}\n"));
    JsonNode config = json("tokenizer_config.json");
    assertThat(config.get("tokenizer_class").textValue()).isEqualTo("PreTrainedTokenizerFast");
    assertThat(config.get("clean_up_tokenization_spaces").booleanValue()).isFalse();
    assertThat(config.get("chat_template").textValue()).isEqualTo("{{ messages }}\n");
    assertThat(json("special_tokens_map.json").toString())
        .isEqualTo(
            "{\"eos_token\":\"<|endoftext|>\",\"pad_token\":\"<|pad|>\","
                + "\"additional_special_tokens\":[\"<|user|>\",\"\u00fc \\\\\"]}");
    json("special_tokens_map.json")
        .fields()
        .forEachRemaining(
            entry -> assertThat(config.get(entry.getKey())).isEqualTo(entry.getValue()));
    assertThat(json("tokenizer.json").at("/added_tokens/2/content").textValue())
        .isEqualTo("<|user|>");
    assertThat(json("tokenizer.json").at("/added_tokens/2/id").intValue()).isEqualTo(768);
  }

  @ParameterizedTest
  @EnumSource
  void checksWhatItHasWritten(Kind kind) throws IOException {
    TokenizerArtifact tokenizer = TOKENIZERS.learn(kind, 770);
    write(tokenizer, Optional.empty());
    assertThat(checked(tokenizer)).isGreaterThan(HardTexts.all().size() + 1_000);

    Path file = folder.resolve("tokenizer.json");
    String whole = Files.readString(file);
    Files.writeString(file, whole.replace("{1,16}", "{1,15}"));
    assertThatThrownBy(() -> checked(tokenizer))
        .isInstanceOf(JobFailedException.class)
        .hasMessageMatching(
            "The export is wrong: by .*/tokenizer.json the text .* has the ids \\[.*], by the"
                + " tokenizer \\[.*]. Do not use it, and report this");
  }

  @Test
  void refusesScoresThatDoublesCannotAddUp() {
    assertRefused(1L << 49, "of which 16 do not add up exactly: expected less than 2^49");
    assertRefused(-(1L << 49), "the score of its token 97 is -562949953421312");
    TokenizerJson.of(unigram((1L << 49) - 1));
  }

  @Test
  void refusesASpecialThatIsWrittenAsATokenIs() {
    // The byte 0xE9 is written as e with an acute accent.
    Vocabulary vocabulary = Vocabulary.of(List.of()).withSpecials(Specials.of(List.of("\u00e9")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenizerJson.of(artifact(vocabulary, Optional.empty())))
        .withMessage(
            "its special '\u00e9' is written as its token 233 is, so both would get one id; give it"
                + " another text");
  }

  private void assertRefused(long score, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenizerJson.of(unigram(score)))
        .withMessageContaining(problem);
  }

  private static TokenizerArtifact unigram(long score) {
    long[] scores = new long[256];
    scores['a'] = score;
    return artifact(Vocabulary.of(List.of()), Optional.of(TokenScores.of(scores)));
  }

  private static TokenizerArtifact artifact(Vocabulary vocabulary, Optional<TokenScores> scores) {
    return TokenizerArtifact.of(
        TokenizerKind.CONTROL,
        PreTokenizer.GPT2,
        Policy.VITERBI,
        "test",
        vocabulary,
        scores,
        List.of(),
        Optional.empty());
  }

  /** Learns from the words that come four times or more. */
  private static LearnedTokenizers learnOf(List<String> texts, PreTokenizer preTokenizer) {
    WordCounts counts = new WordCounts();
    for (String text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      counts.addText(preTokenizer, bytes, 0, bytes.length);
    }
    WordCounts common = new WordCounts();
    counts.sorted().stream()
        .filter(entry -> entry.count() >= 4)
        .forEach(entry -> common.add(entry.word(), entry.count()));
    return new LearnedTokenizers(preTokenizer, common);
  }

  private int checked(TokenizerArtifact tokenizer) throws IOException {
    return HuggingFaceTokenizer.check(
        hadoop(folder),
        tokenizer.manifest().preTokenizer(),
        LearnedTokenizers.encoder(tokenizer),
        tokenizer.wordTable().stream().map(EncodedWord::word).toList(),
        HADOOP);
  }

  private TokenizerArtifact learn(Kind kind, int vocabularySize) throws IOException {
    TokenizerArtifact tokenizer = TOKENIZERS.learn(kind, vocabularySize);
    assertThat(tokenizer.vocabulary().size()).isEqualTo(vocabularySize);
    write(tokenizer, Optional.empty());
    return tokenizer;
  }

  private void write(TokenizerArtifact tokenizer, Optional<String> template) throws IOException {
    HuggingFaceTokenizer.write(hadoop(folder), tokenizer, template, HADOOP);
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static void assertSameIds(
      TokenizerArtifact tokenizer, HuggingFaceLibrary library, List<String> texts) {
    assertThat(texts).isNotEmpty();
    List<int[]> theirs = library.encode(texts);
    List<int[]> ours = LearnedTokenizers.encode(tokenizer, texts);
    for (int i = 0; i < texts.size(); i++) {
      if (!Arrays.equals(theirs.get(i), ours.get(i))) {
        assertThat(theirs.get(i)).as("ids of '%s'", texts.get(i)).isEqualTo(ours.get(i));
      }
      assertThat(library.decode(ours.get(i))).isEqualTo(texts.get(i).getBytes(UTF_8));
    }
  }

  private static List<String> wordsOfTheTable(TokenizerArtifact tokenizer) {
    return tokenizer.wordTable().stream()
        .map(entry -> entry.word().toBytes())
        .filter(bytes -> Utf8.isWellFormed(bytes, 0, bytes.length))
        .map(bytes -> new String(bytes, UTF_8))
        .toList();
  }

  private static List<String> oneIn(int every, List<String> texts) {
    return IntStream.range(0, texts.size())
        .filter(i -> i % every == 0)
        .mapToObj(texts::get)
        .toList();
  }

  /** Of each printable ASCII character, 1 to 40 of it. */
  private static List<String> runs() {
    List<String> runs = new ArrayList<>();
    for (char symbol = ' '; symbol <= '~'; symbol++) {
      for (int length = 1; length <= 40; length++) {
        runs.add(Character.toString(symbol).repeat(length));
      }
    }
    return runs;
  }

  /** Each between letters and digits, some in a text. */
  private static List<String> everyCodePoint() {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        text.append('a')
            .appendCodePoint(codePoint)
            .append("1 ")
            .appendCodePoint(codePoint)
            .append("Cd");
      }
      if (codePoint % 64 == 63 && !text.isEmpty()) {
        texts.add(text.toString());
        text.setLength(0);
      }
    }
    return texts;
  }

  private static WordCounts words(PreTokenizer preTokenizer) {
    WordCounts counts = new WordCounts();
    new StoryGenerator(3)
        .documents(400_000)
        .forEachRemaining(
            story -> counts.addText(preTokenizer, story.text(), 0, story.text().length));
    for (String text : RANDOM_TEXTS.subList(0, 2_000)) {
      byte[] bytes = text.getBytes(UTF_8);
      counts.addText(preTokenizer, bytes, 0, bytes.length);
    }
    return counts;
  }

  private static List<String> randomTexts(int number) {
    Random random = new Random(SEED);
    List<String> snippets =
        List.of("'s", "'LL", " the", "camelCase", "  ", "\n\n", "aaa", "42", "...", "\u00e9", "=");
    List<String> texts = new ArrayList<>(number);
    for (int i = 0; i < number; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = 1 + random.nextInt(20); length > 0; length--) {
        switch (random.nextInt(4)) {
          case 0 -> text.append(snippets.get(random.nextInt(snippets.size())));
          case 1 -> text.append((char) random.nextInt(' ', 0x7F));
          case 2 -> text.append((char) random.nextInt(0, 0x3000));
          default -> text.appendCodePoint(codePoint(random));
        }
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static int codePoint(Random random) {
    int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
        ? '?'
        : codePoint;
  }
}
