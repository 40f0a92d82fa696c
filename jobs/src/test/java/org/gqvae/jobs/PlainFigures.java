package org.gqvae.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.gqvae.testing.PublishedPattern;

/**
 * The figures of stats.json by their definitions, taken the slow way from files alone: Parquet's
 * own reader, vocab.tsv, the pre-tokenizer's regular expression. It shares no code with what is
 * tested. Texts are well-formed UTF-8.
 */
public final class PlainFigures {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int[] PERCENTILES = {1, 5, 25, 50, 75, 95, 99};

  /** Of each ordinary id. */
  private final List<byte[]> literals = new ArrayList<>();

  private final List<Document> documents = new ArrayList<>();

  private static final class Document {
    final String group;
    final List<Integer> ids = new ArrayList<>();
    int chunks;

    Document(String group) {
      this.group = group;
    }
  }

  /** Reads a directory of token columns. */
  public PlainFigures(Path tokens, String groupColumn) throws IOException {
    for (String line : Files.readAllLines(tokens.resolve("_tokenizer/vocab.tsv"))) {
      String literal = line.split("\t", -1)[1];
      if (!literal.startsWith("<|")) {
        literals.add(unescape(literal));
      }
    }
    try (var files = Files.newDirectoryStream(tokens, "part-*.parquet")) {
      List<Path> sorted = new ArrayList<>();
      files.forEach(sorted::add);
      sorted.sort(null);
      for (Path file : sorted) {
        read(file, groupColumn);
      }
    }
  }

  private void read(Path file, String groupColumn) throws IOException {
    var hadoopPath = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetReader<Group> rows =
        ParquetReader.builder(new GroupReadSupport(), hadoopPath).build()) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        if (row.getInteger("chunk_index", 0) == 0) {
          boolean without = row.getFieldRepetitionCount(groupColumn) == 0;
          documents.add(new Document(without ? null : row.getString(groupColumn, 0)));
        }
        Document document = documents.get(documents.size() - 1);
        document.chunks++;
        Group ids = row.getGroup("input_ids", 0);
        for (int i = 0; i < ids.getFieldRepetitionCount(0); i++) {
          document.ids.add(ids.getGroup(0, i).getInteger(0, 0));
        }
      }
    }
  }

  private static byte[] unescape(String literal) {
    Matcher escape = Pattern.compile("\\\\x([0-9a-f]{2})|(.)").matcher(literal);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (escape.find()) {
      bytes.write(
          escape.group(1) == null
              ? escape.group(2).charAt(0)
              : Integer.parseInt(escape.group(1), 16));
    }
    return bytes.toByteArray();
  }

  /** The figures of all documents. */
  public ObjectNode all() throws IOException {
    return figures(document -> true);
  }

  /** The figures of the documents of a group. */
  public ObjectNode ofGroup(String group) throws IOException {
    return figures(document -> group.equals(document.group));
  }

  private ObjectNode figures(Predicate<Document> chosen) throws IOException {
    List<Document> counted = documents.stream().filter(chosen).toList();
    long[] uses = new long[literals.size()];
    long words = 0;
    long continued = 0;
    long characters = 0;
    long bytes = 0;
    for (Document document : counted) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      List<Integer> tokenEnds = new ArrayList<>();
      for (int id : document.ids) {
        uses[id]++;
        text.write(literals.get(id));
        tokenEnds.add(text.size());
      }
      String string = UTF_8.newDecoder().decode(ByteBuffer.wrap(text.toByteArray())).toString();
      bytes += text.size();
      characters += string.codePointCount(0, string.length());
      int token = 0;
      for (int end : wordEnds(string)) {
        words++;
        continued += tokenEnds.get(token) < end ? 1 : 0;
        while (token < tokenEnds.size() && tokenEnds.get(token) <= end) {
          token++;
        }
      }
    }
    long[] lengths = counted.stream().mapToLong(document -> document.ids.size()).sorted().toArray();
    long tokens = LongStream.of(uses).sum();
    ObjectNode node = NODES.objectNode();
    node.put("documents", lengths.length);
    node.put("empty_documents", LongStream.of(lengths).filter(length -> length == 0).count());
    node.put("chunks", counted.stream().mapToInt(document -> document.chunks).sum());
    node.put("tokens", tokens);
    node.put("words", words);
    node.put("continued_words", continued);
    node.put("characters", characters);
    node.put("bytes", bytes);
    long singleBytes = LongStream.of(uses).limit(256).sum();
    node.put("single_byte_tokens", singleBytes);
    node.put("bytes_per_token", (double) bytes / tokens);
    node.put("characters_per_token", (double) characters / tokens);
    node.put("fertility", (double) tokens / words);
    node.put("continued_word_rate", (double) continued / words);
    node.put("single_byte_rate", (double) singleBytes / tokens);
    ObjectNode tokenLength = node.putObject("token_length");
    long[] once = LongStream.generate(() -> 1).limit(uses.length).toArray();
    tokenLength.set("bytes_by_use", tokenLengths(false, uses));
    tokenLength.set("characters_by_use", tokenLengths(true, uses));
    tokenLength.set("bytes_by_vocabulary", tokenLengths(false, once));
    tokenLength.set("characters_by_vocabulary", tokenLengths(true, once));
    node.set("document_length", documentLengths(lengths));
    ArrayNode padding = node.putArray("padding");
    for (int rowLength : new int[] {512, 1024, 2048, 4096, 8192}) {
      long rows =
          LongStream.of(lengths).map(n -> n / rowLength + (n % rowLength > 0 ? 1 : 0)).sum();
      padding
          .addObject()
          .put("row_length", rowLength)
          .put("rows", rows)
          .put("tokens", tokens)
          .put("wasted", 1 - (double) tokens / (rows * rowLength));
    }
    long[] ranked =
        LongStream.of(uses).filter(n -> n > 0).map(n -> -n).sorted().map(n -> -n).toArray();
    node.set("vocabulary_use", vocabularyUse(uses, ranked, tokens));
    node.set("shannon", shannon(ranked, tokens));
    ArrayNode renyi = node.putArray("renyi");
    renyi.add(renyi(2.5, ranked, tokens));
    renyi.add(renyi(3, ranked, tokens));
    node.set("rank_frequency", rankFrequency(ranked));
    Comparator<Integer> mostUsed = Comparator.comparing(id -> -uses[id]);
    node.set("most_used", listed(uses, mostUsed));
    node.set(
        "longest",
        listed(
            uses,
            Comparator.comparing((Integer id) -> -literals.get(id).length)
                .thenComparing(mostUsed)));
    node.set("rarest", listed(uses, Comparator.comparing(id -> uses[id])));
    return node;
  }

  /** Where words end, in bytes: matches, cut into as many code points as 16 bytes hold. */
  private static List<Integer> wordEnds(String text) {
    int[] codePoints = text.codePoints().toArray();
    List<Integer> ends = new ArrayList<>();
    int at = 0;
    int codePoint = 0;
    for (int wordEnd : PublishedPattern.GPT2.wordEnds(codePoints)) {
      int piece = 0;
      for (; codePoint < wordEnd; codePoint++) {
        int length = Character.toString(codePoints[codePoint]).getBytes(UTF_8).length;
        if (piece + length > 16) {
          ends.add(at);
          piece = 0;
        }
        piece += length;
        at += length;
      }
      ends.add(at);
    }
    return ends;
  }

  private ObjectNode tokenLengths(boolean inCharacters, long[] weights) {
    TreeMap<Long, Long> counts = new TreeMap<>();
    for (int id = 0; id < weights.length; id++) {
      if (weights[id] > 0) {
        byte[] literal = literals.get(id);
        counts.merge(
            (long) (inCharacters ? characters(literal) : literal.length), weights[id], Long::sum);
      }
    }
    ObjectNode node = summary(counts);
    ArrayNode histogram = node.putArray("histogram");
    counts.forEach(
        (length, count) -> histogram.addObject().put("length", length).put("count", count));
    return node;
  }

  private static int characters(byte[] literal) {
    int characters = 0;
    for (int at = 0; at < literal.length; characters++) {
      int length = Math.min(4, literal.length - at);
      while (length > 1 && !isOneCodePoint(literal, at, length)) {
        length--;
      }
      at += length;
    }
    return characters;
  }

  private static boolean isOneCodePoint(byte[] literal, int at, int length) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(literal, at, length)).toString();
      return text.codePointCount(0, text.length()) == 1;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static ObjectNode documentLengths(long[] lengths) {
    TreeMap<Long, Long> counts = new TreeMap<>();
    LongStream.of(lengths).forEach(length -> counts.merge(length, 1L, Long::sum));
    ObjectNode node = summary(counts);
    ArrayNode bins = node.putArray("bins");
    List<Long> borders = new ArrayList<>(List.of(0L, 1L, 2L, 3L));
    for (long doubling = 4; doubling <= counts.lastKey(); doubling *= 2) {
      for (int quarter = 0; quarter < 4; quarter++) {
        borders.add(doubling + quarter * doubling / 4);
      }
    }
    borders.add(Long.MAX_VALUE);
    int last = borders.size() - 2;
    while (borders.get(last) > counts.lastKey()) {
      last--;
    }
    for (int i = 0; i <= last; i++) {
      long from = borders.get(i);
      long end = i + 1 == borders.size() - 1 ? 2 * Long.highestOneBit(from) : borders.get(i + 1);
      if (end > counts.firstKey()) {
        bins.addObject()
            .put("from", from)
            .put("to", end - 1)
            .put("documents", LongStream.of(lengths).filter(n -> n >= from && n < end).count());
      }
    }
    return node;
  }

  private static ObjectNode summary(TreeMap<Long, Long> counts) {
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    double sum = 0;
    for (var entry : counts.entrySet()) {
      sum += (double) entry.getKey() * entry.getValue();
    }
    ObjectNode node = NODES.objectNode();
    node.put("mean", sum / total);
    node.put("min", counts.firstKey());
    for (int percent : PERCENTILES) {
      node.put("p" + percent, percentile(counts, (percent * total + 99) / 100));
    }
    node.put("max", counts.lastKey());
    return node;
  }

  private static long percentile(TreeMap<Long, Long> counts, long rank) {
    long below = 0;
    for (var entry : counts.entrySet()) {
      below += entry.getValue();
      if (below >= rank) {
        return entry.getKey();
      }
    }
    throw new AssertionError("rank " + rank + " of " + below);
  }

  private static ObjectNode vocabularyUse(long[] uses, long[] ranked, long tokens) {
    ObjectNode node = NODES.objectNode();
    node.put("ids", uses.length);
    node.put("used_ids", ranked.length);
    node.put("dead_ids", uses.length - ranked.length);
    node.put("dead_single_bytes", LongStream.of(uses).limit(256).filter(n -> n == 0).count());
    node.put("rare_ids", LongStream.of(ranked).filter(n -> n <= 10).count());
    node.put("used_share", (double) ranked.length / uses.length);
    ArrayNode tops = node.putArray("top");
    for (int top : new int[] {10, 100, 1000}) {
      long mass = LongStream.of(ranked).limit(top).sum();
      tops.addObject().put("ids", top).put("tokens", mass).put("mass", (double) mass / tokens);
    }
    return node;
  }

  private ObjectNode shannon(long[] ranked, long tokens) {
    double nats = 0;
    for (long n : ranked) {
      nats -= (double) n / tokens * Math.log((double) n / tokens);
    }
    return entropy(1, nats);
  }

  private ObjectNode renyi(double order, long[] ranked, long tokens) {
    double sum = 0;
    for (long n : ranked) {
      sum += Math.exp(order * Math.log((double) n / tokens));
    }
    return entropy(order, Math.log(sum) / (1 - order));
  }

  private ObjectNode entropy(double order, double nats) {
    return NODES
        .objectNode()
        .put("order", order)
        .put("bits", nats / Math.log(2))
        .put("efficiency", nats / Math.log(literals.size()));
  }

  private static ArrayNode rankFrequency(long[] ranked) {
    ArrayNode curve = NODES.arrayNode();
    int rank = 1;
    while (rank < ranked.length) {
      curve.addObject().put("rank", rank).put("count", ranked[rank - 1]);
      rank = Math.max(rank + 1, (int) Math.round(rank * Math.pow(10, 0.05)));
    }
    curve.addObject().put("rank", ranked.length).put("count", ranked[ranked.length - 1]);
    return curve;
  }

  private ArrayNode listed(long[] uses, Comparator<Integer> order) {
    ArrayNode tokens = NODES.arrayNode();
    IntStream.range(0, uses.length)
        .filter(id -> uses[id] > 0)
        .boxed()
        .sorted(order.thenComparing(id -> id))
        .limit(20)
        .forEach(
            id ->
                tokens
                    .addObject()
                    .put("id", id)
                    .put("bytes", escaped(literals.get(id)))
                    .put("count", uses[id]));
    return tokens;
  }

  private static String escaped(byte[] literal) {
    StringBuilder text = new StringBuilder();
    for (char symbol : new String(literal, ISO_8859_1).toCharArray()) {
      boolean plain = symbol > ' ' && symbol < 0x7f && symbol != '\\';
      text.append(plain ? String.valueOf(symbol) : String.format("\\x%02x", (int) symbol));
    }
    return text.toString();
  }
}
