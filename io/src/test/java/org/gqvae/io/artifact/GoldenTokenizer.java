package org.gqvae.io.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * The tokenizer that stands in {@code src/test/resources/org/gqvae/io/artifact/format-2}, and the
 * program that wrote it there: {@code main} takes the directory to write.
 */
final class GoldenTokenizer {
  private GoldenTokenizer() {}

  public static void main(String[] arguments) throws IOException {
    TokenizerDirectory.write(new Path(arguments[0]), artifact(), new Configuration());
  }

  static TokenizerArtifact artifact() {
    return TokenizerArtifact.of(
        TokenizerKind.GQVAE,
        PreTokenizer.GPT2,
        Policy.VITERBI,
        "segments",
        vocabulary(),
        wordTable(),
        Optional.of(
            new NetworkArtifact(
                "{\"width\": 2, \"note\": \"ä\"}\n",
                new float[] {0f, -0f, 1.5f, -3.25e-7f, Float.MIN_VALUE, Float.MAX_VALUE})));
  }

  static Vocabulary vocabulary() {
    List<byte[]> learned =
        Stream.of(" the", "he", "ing", " \\t", "ä", "sixteen bytes it!", "<|pad|>")
            .map(text -> text.getBytes(UTF_8))
            .map(bytes -> Arrays.copyOf(bytes, Math.min(bytes.length, Word.MAX_BYTES)))
            .toList();
    Vocabulary vocabulary =
        Vocabulary.of(learned).withSpecials(Specials.of(List.of("<|user|>", "ü \\")));
    return vocabulary.withCounts(
        LongStream.range(0, vocabulary.size()).map(id -> id * id * id * 1_000 % 7_919).toArray());
  }

  static List<EncodedWord> wordTable() {
    return Stream.of(" the", " thing", "he", "zz", "\t", "ää", "sixteen bytes it")
        .map(Word::of)
        .sorted()
        .map(word -> new EncodedWord(word, longestFirst(word)))
        .toList();
  }

  private static int[] longestFirst(Word word) {
    byte[] bytes = word.toBytes();
    int[] ids = new int[bytes.length];
    int count = 0;
    for (int at = 0; at < bytes.length; ) {
      int end = bytes.length;
      while (vocabulary().idOf(bytes, at, end) < 0) {
        end--;
      }
      ids[count++] = vocabulary().idOf(bytes, at, end);
      at = end;
    }
    return Arrays.copyOf(ids, count);
  }
}
