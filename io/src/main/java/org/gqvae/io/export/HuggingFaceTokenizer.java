package org.gqvae.io.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Lease;
import org.gqvae.io.storage.Storage;
import org.gqvae.model.text.Literals;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Utf8;
import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.SharedWords;
import org.gqvae.model.tokenizer.TokenBuffer;
import org.gqvae.model.tokenizer.WordEncoder;
import org.gqvae.model.tokenizer.WordTable;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * A tokenizer as a directory that Hugging Face's libraries load.
 *
 * <pre>
 * tokenizer.json            the tokenizer; read by tokenizers and all that build on it
 * tokenizer_config.json     which class of transformers loads it, which specials end and pad
 * special_tokens_map.json   the same specials, for older versions
 * </pre>
 *
 * <p>The ids are the tokenizer's own for every text of well-formed UTF-8, except that the text of a
 * special is its id there.
 */
public final class HuggingFaceTokenizer {
  /** The names of the files. */
  public static final List<String> FILES =
      List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json");

  /** Regular expression of these names, and of those of unfinished files. */
  public static final String OWN_NAMES =
      "tokenizer\\.json|tokenizer_config\\.json|special_tokens_map\\.json|\\..+\\.tmp";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What transformers takes for no limit. */
  private static final BigInteger NO_LIMIT = new BigInteger("1000000000000000019884624838656");

  /** Words of a word table that are compared: about a second's. */
  private static final int MOST_WORDS = 4_000;

  private HuggingFaceTokenizer() {}

  /**
   * Writes the files, each in place of one that may be there.
   *
   * @param tokenizer of another policy than neural
   * @param chatTemplate Jinja text by which transformers makes a prompt of messages
   * @throws IllegalArgumentException when the format cannot say the tokenizer exactly
   */
  public static void write(
      Path directory,
      TokenizerArtifact tokenizer,
      Optional<String> chatTemplate,
      Configuration hadoop)
      throws IOException {
    ObjectNode json = TokenizerJson.of(tokenizer);
    ObjectNode specials = specials(tokenizer.vocabulary());
    JsonFile.write(new Path(directory, FILES.get(2)), specials, hadoop);
    JsonFile.write(new Path(directory, FILES.get(1)), config(specials, chatTemplate), hadoop);
    Lease.checkHeld(directory, hadoop);
    JsonFile.write(new Path(directory, FILES.get(0)), json, hadoop);
  }

  private static ObjectNode specials(Vocabulary vocabulary) {
    ObjectNode specials =
        NODES
            .objectNode()
            .put("eos_token", Vocabulary.END_OF_TEXT)
            .put("pad_token", Vocabulary.PAD);
    ArrayNode own = specials.putArray("additional_special_tokens");
    vocabulary.specialTexts().own().forEach(own::add);
    return specials;
  }

  private static ObjectNode config(ObjectNode specials, Optional<String> chatTemplate) {
    ObjectNode config = NODES.objectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
    config
        .put("model_max_length", NO_LIMIT)
        .put("clean_up_tokenization_spaces", false)
        .setAll(specials);
    chatTemplate.ifPresent(template -> config.put("chat_template", template));
    return config;
  }

  /**
   * Reads {@code tokenizer.json} again, encodes words and hard texts by it, and compares the ids
   * with an encoder's.
   *
   * @param preTokenizer the tokenizer's
   * @param words such as the tokenizer's word table has; at most 4,000 of them, evenly spread
   * @return the number of texts that were compared
   * @throws JobFailedException naming a text with other ids
   */
  public static int check(
      Path directory,
      PreTokenizer preTokenizer,
      WordEncoder encoder,
      List<Word> words,
      Configuration hadoop)
      throws IOException {
    Path file = new Path(directory, FILES.get(0));
    TokenizerJsonReader reader = new TokenizerJsonReader(Storage.read(file, hadoop));
    WordTable table = new WordTable(preTokenizer, new SharedWords(0), encoder);
    List<String> texts = Stream.concat(HardTexts.all().stream(), texts(words)).toList();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      TokenBuffer expected = new TokenBuffer();
      table.encode(bytes, 0, bytes.length, expected);
      int[] ids = reader.encode(text);
      if (!Arrays.equals(ids, expected.toArray())) {
        throw new JobFailedException(
            "The export is wrong: by %s the text %s has the ids %s, by the tokenizer %s. Do not use it, and report this"
                .formatted(
                    file, shown(text), Arrays.toString(ids), Arrays.toString(expected.toArray())));
      }
    }
    return texts.size();
  }

  /** The words that are text: a JSON string cannot hold others. */
  private static Stream<String> texts(List<Word> words) {
    int step = Math.max(1, (words.size() + MOST_WORDS - 1) / MOST_WORDS);
    return Stream.iterate(0, i -> i < words.size(), i -> i + step)
        .map(i -> words.get(i).toBytes())
        .filter(bytes -> Utf8.isWellFormed(bytes, 0, bytes.length))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static String shown(String text) {
    return Literals.escape(text.getBytes(StandardCharsets.UTF_8));
  }
}
