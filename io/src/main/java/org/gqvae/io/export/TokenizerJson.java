package org.gqvae.io.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * {@code tokenizer.json} of Hugging Face's tokenizers, versions 0.20 and later: the pre-tokenizer
 * over the {@link ByteAlphabet}, and a model of the type Unigram or BPE.
 */
final class TokenizerJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Whole numbers up to it are doubles, in which Hugging Face's programs add scores up. */
  private static final long MOST_EXACT = 1L << 53;

  private TokenizerJson() {}

  /**
   * The file's content.
   *
   * @param tokenizer of another policy than neural
   * @throws IllegalArgumentException when the format cannot say it exactly
   */
  static ObjectNode of(TokenizerArtifact tokenizer) {
    Vocabulary vocabulary = tokenizer.vocabulary();
    List<String> tokens =
        IntStream.range(0, vocabulary.ordinaryIds())
            .mapToObj(id -> ByteAlphabet.of(vocabulary.literal(id)))
            .toList();
    ObjectNode root = NODES.objectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    root.set("added_tokens", specials(vocabulary, tokens));
    root.putNull("normalizer");
    root.set("pre_tokenizer", preTokenizer(tokenizer.manifest().preTokenizer()));
    root.putNull("post_processor");
    root.set("decoder", byteLevel());
    root.set("model", model(tokenizer, tokens));
    return root;
  }

  private static ArrayNode specials(Vocabulary vocabulary, List<String> tokens) {
    ArrayNode added = NODES.arrayNode();
    vocabulary
        .specials()
        .forEach(
            (text, id) -> {
              if (tokens.contains(text)) {
                throw new IllegalArgumentException(
                    "its special '"
                        + text
                        + "' is written as its token "
                        + tokens.indexOf(text)
                        + " is, so both would get one id; give it another text");
              }
              added
                  .addObject()
                  .put("id", id)
                  .put("content", text)
                  .put("single_word", false)
                  .put("lstrip", false)
                  .put("rstrip", false)
                  .put("normalized", false)
                  .put("special", true);
            });
    return added;
  }

  private static ObjectNode preTokenizer(PreTokenizer preTokenizer) {
    ObjectNode sequence = NODES.objectNode().put("type", "Sequence");
    sequence
        .putArray("pretokenizers")
        .add(split(WordPatterns.words(preTokenizer)))
        .add(byteLevel())
        .add(split(WordPatterns.pieces()));
    return sequence;
  }

  private static ObjectNode split(String pattern) {
    ObjectNode split = NODES.objectNode().put("type", "Split");
    split.putObject("pattern").put("Regex", pattern);
    return split.put("behavior", "Isolated").put("invert", false);
  }

  private static ObjectNode byteLevel() {
    return NODES
        .objectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", false);
  }

  private static ObjectNode model(TokenizerArtifact tokenizer, List<String> tokens) {
    Policy policy = tokenizer.manifest().policy();
    return switch (policy) {
      case VITERBI ->
          unigram(
              tokens,
              tokenizer
                  .scores()
                  .orElseGet(() -> TokenScores.ofFewestTokens(tokenizer.vocabulary())));
      case MERGES -> merges(tokens, tokenizer.vocabulary(), tokenizer.scores().orElseThrow());
      case NEURAL ->
          throw new IllegalArgumentException("its policy is neural, which has no such file");
    };
  }

  private static ObjectNode unigram(List<String> tokens, TokenScores scores) {
    ObjectNode model = NODES.objectNode().put("type", "Unigram").putNull("unk_id");
    ArrayNode vocab = model.putArray("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      long score = scores.of(id);
      if (Math.abs(score) >= MOST_EXACT / Word.MAX_BYTES) {
        throw new IllegalArgumentException(
            "the score of its token "
                + id
                + " is "
                + score
                + ", of which 16 do not add up exactly: expected less than 2^49");
      }
      vocab.addArray().add(tokens.get(id)).add(score);
    }
    return model.put("byte_fallback", false);
  }

  /**
   * A token's merges are all pairs of tokens that make it, as {@code MergesEncoder} merges any
   * neighbours; tokens come in the order of their scores.
   */
  private static ObjectNode merges(List<String> tokens, Vocabulary vocabulary, TokenScores scores) {
    ObjectNode model =
        NODES
            .objectNode()
            .put("type", "BPE")
            .putNull("dropout")
            .putNull("unk_token")
            .putNull("continuing_subword_prefix")
            .putNull("end_of_word_suffix")
            .put("fuse_unk", false)
            .put("byte_fallback", false)
            .put("ignore_merges", false);
    ObjectNode vocab = model.putObject("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      vocab.put(tokens.get(id), id);
    }
    ArrayNode merges = model.putArray("merges");
    IntStream.range(Vocabulary.SINGLE_BYTES, tokens.size())
        .boxed()
        .sorted(Comparator.<Integer>comparingLong(scores::of).reversed())
        .forEach(
            id -> {
              byte[] literal = vocabulary.literal(id);
              for (int cut = 1; cut < literal.length; cut++) {
                if (vocabulary.idOf(literal, 0, cut) >= 0
                    && vocabulary.idOf(literal, cut, literal.length) >= 0) {
                  merges.add(
                      ByteAlphabet.of(Arrays.copyOf(literal, cut))
                          + " "
                          + ByteAlphabet.of(Arrays.copyOfRange(literal, cut, literal.length)));
                }
              }
            });
    return model;
  }
}
