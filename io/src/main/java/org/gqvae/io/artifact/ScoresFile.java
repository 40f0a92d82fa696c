package org.gqvae.io.artifact;

import java.nio.charset.StandardCharsets;
import org.gqvae.model.tokenizer.TokenScores;

/**
 * {@code scores.tsv}: a line for each id but the specials, in order, of the id, a tab, its score.
 */
final class ScoresFile {
  private ScoresFile() {}

  static byte[] format(TokenScores scores) {
    StringBuilder text = new StringBuilder();
    for (int id = 0; id < scores.size(); id++) {
      text.append(id).append('\t').append(scores.of(id)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The scores of a file's content.
   *
   * @throws IllegalArgumentException naming the line that {@link #format} would not have written
   */
  static TokenScores parse(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("its last line is cut");
    }
    String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
    long[] values = new long[lines.length];
    for (int id = 0; id < lines.length; id++) {
      values[id] = parse(lines[id], id);
    }
    return TokenScores.of(values);
  }

  private static long parse(String line, int id) {
    String start = id + "\t";
    try {
      long score = Long.parseLong(line, start.length(), line.length(), 10);
      if (line.equals(start + score)) {
        return score;
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // no score: told below
    }
    throw new IllegalArgumentException(
        "line " + (id + 1) + " is no line of id " + id + " and its score, a whole number");
  }
}
