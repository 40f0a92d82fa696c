package org.gqvae.io.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gqvae.io.artifact.EncodedWord;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.model.baseline.BpeTrainer;
import org.gqvae.model.baseline.ScoredVocabulary;
import org.gqvae.model.baseline.UnigramSpec;
import org.gqvae.model.baseline.UnigramTrainer;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.tokenizer.MergesEncoder;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.SharedWords;
import org.gqvae.model.tokenizer.TokenBuffer;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.tokenizer.WordEncoder;
import org.gqvae.model.tokenizer.WordTable;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;

/** Tokenizers of every kind that can be exported, learned in seconds. */
final class LearnedTokenizers {
  private static final UnigramSpec SPEC = new UnigramSpec(200_000, 2, 0.75);
  private static final Specials SPECIALS = Specials.of(List.of("<|user|>", "\u00fc \\"));

  private final PreTokenizer preTokenizer;
  private final List<WordCounts.Entry> words;

  /**
   * @param words that the pre-tokenizer cut
   */
  LearnedTokenizers(PreTokenizer preTokenizer, WordCounts words) {
    this.preTokenizer = preTokenizer;
    this.words = words.sorted();
  }

  /** What a tokenizer goes by. */
  enum Kind {
    /** The fewest tokens, then counts: a distilled tokenizer. */
    FEWEST,
    UNIGRAM,
    MERGES
  }

  TokenizerArtifact learn(Kind kind, int vocabularySize) {
    int learned = vocabularySize - Vocabulary.sizeOf(0, SPECIALS);
    return switch (kind) {
      case FEWEST -> {
        Vocabulary unigram = new UnigramTrainer(words, SPEC).train(learned).vocabulary();
        Vocabulary counted = unigram.withCounts(uses(unigram, new ViterbiEncoder(unigram)));
        yield artifact(Policy.VITERBI, counted, Optional.empty());
      }
      case UNIGRAM -> scored(Policy.VITERBI, new UnigramTrainer(words, SPEC).train(learned));
      case MERGES ->
          scored(Policy.MERGES, ScoredVocabulary.ofMerges(new BpeTrainer(words).train(learned)));
    };
  }

  /** The ids of each text. */
  static List<int[]> encode(TokenizerArtifact tokenizer, List<String> texts) {
    WordTable table =
        new WordTable(
            tokenizer.manifest().preTokenizer(), new SharedWords(100_000), encoder(tokenizer));
    TokenBuffer tokens = new TokenBuffer();
    List<int[]> ids = new ArrayList<>(texts.size());
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      tokens.clear();
      table.encode(bytes, 0, bytes.length, tokens);
      ids.add(tokens.toArray());
    }
    return ids;
  }

  /** The encoder of a tokenizer's policy. */
  static WordEncoder encoder(TokenizerArtifact tokenizer) {
    return encoder(tokenizer.manifest().policy(), tokenizer.vocabulary(), tokenizer.scores());
  }

  private static WordEncoder encoder(
      Policy policy, Vocabulary vocabulary, Optional<TokenScores> scores) {
    return policy == Policy.MERGES
        ? new MergesEncoder(vocabulary, scores.orElseThrow())
        : new ViterbiEncoder(
            vocabulary, scores.orElseGet(() -> TokenScores.ofFewestTokens(vocabulary)));
  }

  private TokenizerArtifact scored(Policy policy, ScoredVocabulary learned) {
    return artifact(policy, learned.vocabulary(), Optional.of(learned.scores()));
  }

  private TokenizerArtifact artifact(
      Policy policy, Vocabulary vocabulary, Optional<TokenScores> scores) {
    Vocabulary withSpecials = vocabulary.withSpecials(SPECIALS);
    List<Word> table = words.stream().map(WordCounts.Entry::word).toList();
    List<int[]> ids = encoder(policy, withSpecials, scores).encode(table);
    return TokenizerArtifact.of(
        TokenizerKind.CONTROL,
        preTokenizer,
        policy,
        "test",
        withSpecials,
        scores,
        IntStream.range(0, table.size())
            .mapToObj(i -> new EncodedWord(table.get(i), ids.get(i)))
            .toList(),
        Optional.empty());
  }

  private long[] uses(Vocabulary vocabulary, WordEncoder encoder) {
    long[] uses = new long[vocabulary.size()];
    List<int[]> ids = encoder.encode(words.stream().map(WordCounts.Entry::word).toList());
    for (int w = 0; w < words.size(); w++) {
      for (int id : ids.get(w)) {
        uses[id] += words.get(w).count();
      }
    }
    return uses;
  }
}
