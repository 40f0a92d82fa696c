package org.gqvae.io.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.gqvae.io.tokens.PackingFigures;
import org.gqvae.model.statistics.PackedCounts;
import org.gqvae.model.statistics.TokenCounter;
import org.gqvae.model.statistics.TokenCounts;
import org.gqvae.model.statistics.TokenFigures;
import org.gqvae.model.statistics.TokenStatistics;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.vocabulary.Vocabulary;

/** Data sets of fixed, made-up text, tokenized by taking the longest token at each place. */
final class ReportFixtures {
  private static final String[] SYLLABLES = {
    "ka", "ro", "min", "tel", "sa", "vor", "li", "den", "pu", "ash", "or", "en", "ti", "gra", "mo",
    "é", "ß", "日本"
  };

  private ReportFixtures() {}

  /** A data set of {@code documents} documents with {@code learned} learned tokens. */
  static DataSet dataSet(String name, int documents, int learned, Optional<String> groupColumn) {
    List<byte[]> texts = texts(documents);
    Vocabulary vocabulary = vocabulary(texts, learned);
    TokenCounter counter = new TokenCounter(PreTokenizer.GPT2, vocabulary);
    List<SampleDocument> samples = new ArrayList<>();
    String[] groups = {"en", "fr", "日本語", null, "<script>alert('group')</script>"};
    for (int i = 0; i < texts.size(); i++) {
      byte[] text = texts.get(i);
      int[] ids = encode(text, vocabulary);
      int words = words(text).size();
      long characters = new String(text, UTF_8).codePointCount(0, new String(text, UTF_8).length());
      String group = groups[i % 11 % groups.length];
      counter.add(0, ids, ids.length, words, characters, text.length, group);
      if (samples.size() < 2 && ids.length > 100) {
        List<byte[]> tokens = Arrays.stream(ids).limit(120).mapToObj(vocabulary::literal).toList();
        samples.add(new SampleDocument("corpus/part-0.jsonl#" + i, tokens));
      }
    }
    TokenStatistics statistics = counter.statistics();
    TreeMap<String, TokenFigures> figuresByGroup = new TreeMap<>(statistics.groups().comparator());
    if (groupColumn.isPresent()) {
      statistics
          .groups()
          .forEach(
              (group, counts) -> figuresByGroup.put(group, TokenFigures.of(counts, vocabulary)));
    }
    return new DataSet(
        name,
        "gqvae, viterbi, gpt2, vocabulary of " + vocabulary.size(),
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        Optional.of(new RoundTrip(documents, 0)),
        TokenFigures.of(statistics.total(), vocabulary),
        groupColumn,
        figuresByGroup,
        samples);
  }

  /** A data set of packed rows, of which 1.25 % are pads and 1 % of the documents are cut. */
  static DataSet packed(String name, int documents) {
    List<byte[]> texts = texts(documents);
    Vocabulary vocabulary = vocabulary(texts, 300);
    PackedCounts.Counter counter = new PackedCounts.Counter(vocabulary);
    for (byte[] text : texts) {
      int[] ids = encode(text, vocabulary);
      int[] lossMask = new int[ids.length];
      Arrays.fill(lossMask, 1);
      counter.add(ids, 0, lossMask, 0, ids.length);
    }
    TokenCounts counts = counter.counts().tokens(vocabulary, documents, 0);
    return DataSet.packed(
        name,
        "gqvae, viterbi, gpt2, vocabulary of " + vocabulary.size(),
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        Optional.of(new RoundTrip(documents, 0)),
        TokenFigures.of(counts, vocabulary),
        new PackingFigures(2048, "best-fit", 1250, 0.0125, 3, 0.01));
  }

  /** A data set of no documents, which were not verified. */
  static DataSet empty() {
    return new DataSet(
        "nothing",
        "gqvae",
        "00",
        Optional.empty(),
        TokenFigures.of(TokenCounts.NONE, Vocabulary.of(List.of())),
        List.of());
  }

  private static List<byte[]> texts(int documents) {
    Random random = new Random(1);
    String[] lexicon = new String[1500];
    for (int i = 0; i < lexicon.length; i++) {
      StringBuilder word = new StringBuilder();
      for (int s = 1 + random.nextInt(i < 50 ? 2 : 4); s > 0; s--) {
        int bound = i < 300 ? SYLLABLES.length - 3 : SYLLABLES.length;
        word.append(SYLLABLES[random.nextInt(bound)]);
      }
      lexicon[i] = word.toString();
    }
    List<byte[]> texts = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      StringBuilder text = new StringBuilder();
      int words = i % 97 == 5 ? 0 : (int) Math.exp(5 + 1.1 * random.nextGaussian());
      for (int w = 0; w < words; w++) {
        int rank = (int) Math.min(lexicon.length - 1, Math.exp(7.3 * random.nextDouble()) - 1);
        text.append(w == 0 ? "" : random.nextInt(9) == 0 ? ".\n" : " ").append(lexicon[rank]);
      }
      texts.add(text.toString().getBytes(UTF_8));
    }
    return texts;
  }

  private static Vocabulary vocabulary(List<byte[]> texts, int learned) {
    WordCounts counts = new WordCounts();
    texts.forEach(text -> counts.addText(PreTokenizer.GPT2, text, 0, text.length));
    return Vocabulary.of(
        counts.sorted().stream()
            .sorted((a, b) -> Long.compare(b.count(), a.count()))
            .map(entry -> entry.word().toBytes())
            .filter(word -> word.length > 1)
            .limit(learned)
            .toList());
  }

  private static List<Word> words(byte[] text) {
    List<Word> words = new ArrayList<>();
    PreTokenizer.GPT2.split(
        text, 0, text.length, (bytes, from, to) -> words.add(Word.of(bytes, from, to)));
    return words;
  }

  private static int[] encode(byte[] text, Vocabulary vocabulary) {
    List<Integer> ids = new ArrayList<>();
    for (Word word : words(text)) {
      byte[] bytes = word.toBytes();
      for (int at = 0; at < bytes.length; ) {
        int end = bytes.length;
        while (end > at + 1 && vocabulary.idOf(bytes, at, end) < 0) {
          end--;
        }
        ids.add(vocabulary.idOf(bytes, at, end));
        at = end;
      }
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }
}
