package org.gqvae.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBufferTest {
  /** As many ids as bytes: a word of three and more has them outside of its entry. */
  private static final WordEncoder BYTES =
      words ->
          words.stream()
              .map(word -> word.toBytes())
              .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).chars().toArray())
              .collect(Collectors.toList());

  private final Random random = new Random(7);

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 40, 1000, 5000})
  void isFullBeforeTheWordThatWouldBeTooMuch(int maxTokens) {
    SharedWords shared = new SharedWords(50); // others stay unknown
    List<int[]> rows = new ArrayList<>();
    List<TokenBuffer> buffers = new ArrayList<>();
    TokenBuffer rowed =
        new TokenBuffer(
            maxTokens,
            () -> {
              rows.add(buffers.get(0).toArray());
              buffers.get(0).clear();
            });
    buffers.add(rowed);
    byte[] text = text(4_000).getBytes(StandardCharsets.UTF_8);

    new WordTable(PreTokenizer.GPT2, shared, BYTES).encode(text, 0, text.length, rowed);
    rows.add(rowed.toArray());

    assertThat(rows).containsExactlyElementsOf(rowsWordByWord(text, maxTokens));
  }

  @Test
  void countsWordsAndBytes() {
    TokenBuffer tokens = new TokenBuffer();
    byte[] text = text(1_000).getBytes(StandardCharsets.UTF_8);
    WordTable table = new WordTable(PreTokenizer.GPT2, new SharedWords(1_000), BYTES);

    table.encode(text, 0, text.length, tokens);
    table.encode(text, 0, text.length, tokens);

    assertThat(tokens.words()).isEqualTo(2_000);
    assertThat(tokens.bytes()).isEqualTo(2L * text.length);
    assertThat(tokens.size()).isEqualTo(2 * text.length);
  }

  @Test
  void holdsAnyWordAtLeast() {
    assertThatThrownBy(() -> new TokenBuffer(15, () -> {}))
        .hasMessage("Invalid maximum of tokens: 15, expected >= 16");
  }

  private static List<int[]> rowsWordByWord(byte[] text, int maxTokens) {
    List<int[]> rows = new ArrayList<>();
    int[] row = new int[0];
    List<Word> words = new ArrayList<>();
    PreTokenizer.GPT2.split(
        text, 0, text.length, (bytes, from, to) -> words.add(Word.of(bytes, from, to)));
    for (int[] ids : BYTES.encode(words)) {
      if (row.length + ids.length > maxTokens) {
        rows.add(row);
        row = new int[0];
      }
      int[] longer = Arrays.copyOf(row, row.length + ids.length);
      System.arraycopy(ids, 0, longer, row.length, ids.length);
      row = longer;
    }
    rows.add(row);
    return rows;
  }

  /** So many words, few of them often: a space and 1 to 15 letters. */
  private String text(int words) {
    return random
        .ints(words, 0, 300)
        .mapToObj(word -> " " + String.valueOf((char) ('a' + word % 26)).repeat(1 + word % 15))
        .collect(Collectors.joining());
  }
}
