package org.gqvae.io.artifact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gqvae.model.text.Literals;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;

/**
 * {@code vocab.tsv}: a line for each id, in order, of the id, its literal as {@link Literals}
 * writes it, and its count, with tabs between them. A special's literal is its text.
 */
final class VocabularyFile {

  private VocabularyFile() {}

  static byte[] format(Vocabulary vocabulary) {
    StringBuilder text = new StringBuilder();
    for (int id = 0; id < vocabulary.size(); id++) {
      text.append(id)
          .append('\t')
          .append(Literals.escape(vocabulary.literal(id)))
          .append('\t')
          .append(vocabulary.count(id))
          .append('\n');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The vocabulary of a file's content.
   *
   * @param specials those that the last lines have
   * @throws IllegalArgumentException naming the line that {@link #format} would not have written
   */
  static Vocabulary parse(byte[] content, Specials specials) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("its last line is cut");
    }
    List<byte[]> literals = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      parse(line, literals, counts);
    }
    int learned = literals.size() - Vocabulary.sizeOf(0, specials);
    if (learned < 0) {
      throw new IllegalArgumentException(
          "it has "
              + literals.size()
              + " lines, expected 256 single bytes and "
              + specials.size()
              + " specials at least");
    }
    List<byte[]> tokens =
        literals.subList(Vocabulary.SINGLE_BYTES, Vocabulary.SINGLE_BYTES + learned);
    Vocabulary vocabulary =
        Vocabulary.of(tokens)
            .withSpecials(specials)
            .withCounts(counts.stream().mapToLong(Long::longValue).toArray());
    for (int id = 0; id < vocabulary.size(); id++) {
      if (!Arrays.equals(vocabulary.literal(id), literals.get(id))) {
        throw new IllegalArgumentException(
            "line "
                + (id + 1)
                + " has "
                + Literals.escape(literals.get(id))
                + ", expected "
                + Literals.escape(vocabulary.literal(id))
                + ": single bytes, learned tokens in byte order, specials");
      }
    }
    return vocabulary;
  }

  private static void parse(String line, List<byte[]> literals, List<Long> counts) {
    int id = literals.size();
    String[] fields = line.split("\t", -1);
    if (fields.length != 3 || !fields[0].equals(Integer.toString(id))) {
      throw new IllegalArgumentException(
          "line " + (id + 1) + " is no line of id " + id + ", literal and count");
    }
    try {
      literals.add(Literals.unescape(fields[1]));
      long count = Long.parseLong(fields[2]);
      if (!fields[2].equals(Long.toString(count))) {
        throw new NumberFormatException("Not as written: " + fields[2]);
      }
      counts.add(count);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "line " + (id + 1) + " has count " + fields[2] + ", expected a whole number >= 0", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + (id + 1) + ": " + e.getMessage(), e);
    }
  }
}
