package org.gqvae.io.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gqvae.io.storage.JsonFile;

/**
 * Encodes texts by a {@code tokenizer.json}, by the definitions of its parts and of no speed: what
 * another program would make of the file. Of those parts it knows the ones that {@link
 * TokenizerJson} writes; specials in a text are text.
 */
final class TokenizerJsonReader {
  private final List<Function<String, Stream<String>>> preTokenizers = new ArrayList<>();
  private final Function<String, List<Integer>> model;

  TokenizerJsonReader(byte[] content) {
    JsonNode root = JsonFile.parse(content, JsonNode.class);
    for (JsonNode each : root.at("/pre_tokenizer/pretokenizers")) {
      preTokenizers.add(preTokenizer(each));
    }
    JsonNode read = root.path("model");
    model =
        switch (read.path("type").asText()) {
          case "Unigram" -> new Unigram(read)::encode;
          case "BPE" -> new Merges(read)::encode;
          default -> throw new IllegalArgumentException("model of the type " + read.path("type"));
        };
  }

  /** The ids of a text. */
  int[] encode(String text) {
    Stream<String> words = text.isEmpty() ? Stream.empty() : Stream.of(text);
    for (Function<String, Stream<String>> each : preTokenizers) {
      words = words.flatMap(each);
    }
    return words.flatMap(word -> model.apply(word).stream()).mapToInt(Integer::intValue).toArray();
  }

  private static Function<String, Stream<String>> preTokenizer(JsonNode node) {
    return switch (node.path("type").asText()) {
      case "Split" -> {
        Pattern pattern = Pattern.compile(node.at("/pattern/Regex").asText());
        yield text -> isolated(pattern, text);
      }
      case "ByteLevel" -> text -> Stream.of(ByteAlphabet.of(text.getBytes(StandardCharsets.UTF_8)));
      default -> throw new IllegalArgumentException("pre-tokenizer of the type " + node);
    };
  }

  /** The matches of a pattern, and what is between them. */
  private static Stream<String> isolated(Pattern pattern, String text) {
    List<String> parts = new ArrayList<>();
    int end = 0;
    for (Matcher match = pattern.matcher(text); match.find(); end = match.end()) {
      parts.add(text.substring(end, match.start()));
      parts.add(match.group());
    }
    parts.add(text.substring(end));
    return parts.stream().filter(part -> !part.isEmpty());
  }

  /** The highest sum of scores; of equal ones the longer last token, then the one before it. */
  private static final class Unigram {
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Double> scores = new ArrayList<>();

    Unigram(JsonNode model) {
      for (JsonNode entry : model.path("vocab")) {
        ids.put(entry.get(0).asText(), scores.size());
        scores.add(entry.get(1).asDouble());
      }
    }

    List<Integer> encode(String word) {
      double[] sums = new double[word.length() + 1];
      Arrays.fill(sums, 1, sums.length, Double.NEGATIVE_INFINITY);
      List<List<Integer>> best = new ArrayList<>(List.of(List.of())); // of each beginning
      for (int end = 1; end <= word.length(); end++) {
        List<Integer> chosen = List.of();
        for (int start = 0; start < end; start++) {
          Integer id = ids.get(word.substring(start, end));
          if (id != null && sums[start] + scores.get(id) > sums[end]) {
            sums[end] = sums[start] + scores.get(id);
            chosen = new ArrayList<>(best.get(start));
            chosen.add(id);
          }
        }
        best.add(chosen);
      }
      return best.get(word.length());
    }
  }

  /** Merges the pair of neighbours that comes first in the list, the leftmost first, and again. */
  private static final class Merges {
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();

    Merges(JsonNode model) {
      model.path("vocab").fields().forEachRemaining(e -> ids.put(e.getKey(), e.getValue().asInt()));
      model.path("merges").forEach(merge -> ranks.put(merge.asText(), ranks.size()));
    }

    List<Integer> encode(String word) {
      List<String> tokens = new ArrayList<>(Arrays.asList(word.split("")));
      while (true) {
        int best = -1;
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < tokens.size(); i++) {
          int rank = ranks.getOrDefault(tokens.get(i) + " " + tokens.get(i + 1), lowest);
          if (rank < lowest) {
            lowest = rank;
            best = i;
          }
        }
        if (best < 0) {
          return tokens.stream().map(ids::get).toList();
        }
        tokens.set(best, tokens.get(best) + tokens.remove(best + 1));
      }
    }
  }
}
