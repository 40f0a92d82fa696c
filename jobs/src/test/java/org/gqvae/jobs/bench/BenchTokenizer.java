package org.gqvae.jobs.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gqvae.io.artifact.EncodedWord;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.model.baseline.ScoredVocabulary;
import org.gqvae.model.baseline.UnigramSpec;
import org.gqvae.model.baseline.UnigramTrainer;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.SharedWords;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.tokenizer.WordTable;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;

/** A tokenizer of 8,000 tokens as {@code baseline unigram} makes it, learned in seconds. */
final class BenchTokenizer {
  private static final int LEARNED_TOKENS = 8_000 - Vocabulary.sizeOf(0, Specials.STANDARD);
  private static final int TABLE_WORDS = 65_536;
  private static final UnigramSpec SPEC = new UnigramSpec(1_000_000, 2, 0.75);

  /** The default of {@code tokenize.learned-words}. */
  private static final int LEARNED_WORDS = 1_000_000;

  private BenchTokenizer() {}

  static TokenizerArtifact learn(List<byte[]> texts) {
    WordCounts counts = new WordCounts();
    texts.forEach(text -> counts.addText(PreTokenizer.GPT2, text, 0, text.length));
    List<WordCounts.Entry> words = counts.sorted();
    ScoredVocabulary learned = new UnigramTrainer(words, SPEC).train(LEARNED_TOKENS);
    ViterbiEncoder encoder = new ViterbiEncoder(learned.vocabulary(), learned.scores());
    List<EncodedWord> table =
        words.stream()
            .sorted(
                Comparator.comparingLong(WordCounts.Entry::count)
                    .reversed()
                    .thenComparing(WordCounts.Entry::word))
            .limit(TABLE_WORDS)
            .map(WordCounts.Entry::word)
            .sorted()
            .map(word -> new EncodedWord(word, encoder.encode(word)))
            .toList();
    return TokenizerArtifact.of(
        TokenizerKind.UNIGRAM,
        PreTokenizer.GPT2,
        Policy.VITERBI,
        "unigram",
        learned.vocabulary(),
        Optional.of(learned.scores()),
        table,
        Optional.empty());
  }

  /** A table as {@code tokenize} begins with. */
  static WordTable table(TokenizerArtifact tokenizer) {
    SharedWords words = new SharedWords(LEARNED_WORDS);
    tokenizer.wordTable().forEach(entry -> words.put(entry.word(), entry.ids()));
    return new WordTable(PreTokenizer.GPT2, words, encoder(tokenizer));
  }

  /** A table without the tokenizer's words. */
  static WordTable emptyTable(TokenizerArtifact tokenizer) {
    return new WordTable(PreTokenizer.GPT2, new SharedWords(LEARNED_WORDS), encoder(tokenizer));
  }

  private static ViterbiEncoder encoder(TokenizerArtifact tokenizer) {
    return new ViterbiEncoder(tokenizer.vocabulary(), tokenizer.scores().orElseThrow());
  }
}
