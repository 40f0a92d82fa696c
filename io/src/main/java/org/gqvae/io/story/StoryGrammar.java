package org.gqvae.io.story;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns drawn sentences into English: fills their slots from the word lists, and chooses between a
 * and an. The lists and sentences are the resources in {@code stories/}, whose comments tell their
 * syntax.
 */
final class StoryGrammar {
  /** A sentence's part in a story. */
  enum Part {
    OPENING,
    SCENE,
    SPEECH,
    ASIDE,
    ENDING
  }

  /** Letters and digits of a sentence, and slots such as {@code {thing.s}}. */
  private record Piece(String literal, String slot, String form) {}

  /** A sentence with its slots cut out. */
  record Sentence(List<Piece> pieces) {}

  private static final Pattern SLOT = Pattern.compile("\\{([a-z]+)(?:\\.([a-z]+))?\\}");

  /** The word list that a slot draws from. */
  private record Source(String slot, String file, Inflection inflection) {}

  private static final List<Source> SOURCES =
      List.of(
          new Source("thing", "things", Inflection.NOUN),
          new Source("animal", "animals", Inflection.NOUN),
          new Source("food", "foods", Inflection.NOUN),
          new Source("place", "places", Inflection.NOUN),
          new Source("person", "people", Inflection.NOUN),
          new Source("verb", "verbs", Inflection.VERB),
          new Source("deed", "deeds", Inflection.VERB),
          new Source("adj", "adjectives", Inflection.ADJECTIVE),
          new Source("quality", "qualities", Inflection.NONE),
          new Source("adv", "adverbs", Inflection.NONE),
          new Source("town", "towns", Inflection.NONE),
          new Source("emoji", "emoji", Inflection.NONE));

  /** What stays the same within a story, and the list that it comes from. */
  private static final Map<String, String> ROLES =
      Map.of(
          "toy", "thing", "pet", "animal", "spot", "place", "treat", "food", "helper", "person",
          "home", "town");

  private static final Map<String, Map<String, String>> PRONOUNS =
      Map.of(
          "f", Map.of("he", "she", "him", "her", "his", "her"),
          "m", Map.of("he", "he", "him", "him", "his", "his"));
  private static final List<String> NUMBERS =
      List.of(
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen",
          "twenty",
          "thirty",
          "forty",
          "fifty",
          "sixty",
          "seventy",
          "eighty",
          "ninety",
          "twenty-one",
          "thirty-three",
          "forty-seven",
          "ninety-nine",
          "one hundred",
          "a thousand");

  private final Map<String, RankedList<Map<String, String>>> words = new LinkedHashMap<>();
  private final RankedList<Map<String, String>> names; // form "" is the name, others its pronouns
  private final RankedList<String> numbers = new RankedList<>(NUMBERS);
  private final RareWords rareWords;
  private final Map<Part, RankedList<Sentence>> sentences = new LinkedHashMap<>();

  /**
   * @param rareWords for the asides
   */
  StoryGrammar(RareWords rareWords) {
    this.rareWords = rareWords;
    for (Source source : SOURCES) {
      words.put(
          source.slot(),
          new RankedList<>(lines(source.file()).stream().map(source.inflection()::forms).toList()));
    }
    names = new RankedList<>(lines("names").stream().map(StoryGrammar::nameForms).toList());
    Map<Part, List<Sentence>> byPart = new LinkedHashMap<>();
    Part part = null;
    for (String line : lines("sentences")) {
      if (line.startsWith("[")) {
        part = Part.valueOf(line.substring(1, line.length() - 1).toUpperCase(Locale.ROOT));
      } else {
        byPart.computeIfAbsent(part, p -> new ArrayList<>()).add(parse(line));
      }
    }
    byPart.forEach((p, list) -> sentences.put(p, new RankedList<>(list)));
  }

  /** Who and what a story is about: the forms of each role. */
  Map<String, Map<String, String>> cast(StoryRandom random) {
    Map<String, Map<String, String>> cast = new LinkedHashMap<>();
    Map<String, String> hero = names.draw(random);
    Map<String, String> friend = names.draw(random);
    while (friend.equals(hero)) {
      friend = names.draw(random);
    }
    cast.put("hero", hero);
    cast.put("friend", friend);
    for (String pronoun : List.of("he", "him", "his")) {
      cast.put(pronoun, Map.of("", hero.get(pronoun)));
    }
    for (String role : List.of("toy", "pet", "spot", "treat", "helper", "home")) {
      cast.put(role, words.get(ROLES.get(role)).draw(random));
    }
    return cast;
  }

  Sentence draw(Part part, StoryRandom random) {
    return sentences.get(part).draw(random);
  }

  String emoji(StoryRandom random) {
    return words.get("emoji").draw(random).get("");
  }

  /** The sentence in English, about the story's cast. */
  String write(Sentence sentence, Map<String, Map<String, String>> cast, StoryRandom random) {
    StringBuilder drawn = new StringBuilder(128).append('^');
    for (Piece piece : sentence.pieces()) {
      drawn.append(piece.literal());
      if (piece.slot() != null) {
        drawn.append(fill(piece, cast, random));
      }
    }
    return finish(drawn);
  }

  private String fill(Piece piece, Map<String, Map<String, String>> cast, StoryRandom random) {
    switch (piece.slot()) {
      case "number":
        return numbers.draw(random);
      case "digits":
        return Integer.toString(2 + random.below(random.onceIn(4) ? 998 : 30));
      case "clock":
        return Integer.toString(1 + random.below(12));
      case "year":
        return Integer.toString(1700 + random.below(400));
      case "rare":
        return rareWords.draw(random);
      case "name":
        return names.draw(random).get("");
      default:
        Map<String, String> forms = cast.get(piece.slot());
        if (forms == null) {
          forms = words.get(piece.slot()).draw(random);
        }
        return forms.get(piece.form());
    }
  }

  /** Settles the marks: {@code @} by the letter behind it, {@code ^} by a capital. */
  private static String finish(StringBuilder drawn) {
    StringBuilder text = new StringBuilder(drawn.length() + 8);
    boolean capital = false;
    for (int i = 0; i < drawn.length(); i++) {
      char c = drawn.charAt(i);
      if (c == '^') {
        capital = true;
        continue;
      }
      String next = c == '@' ? (wantsAn(drawn, i + 2) ? "an" : "a") : String.valueOf(c);
      boolean letter = Character.isLetterOrDigit(next.charAt(0));
      if (capital && letter) {
        text.append(Character.toUpperCase(next.charAt(0))).append(next, 1, next.length());
        capital = false;
      } else {
        text.append(next);
      }
    }
    return text.toString();
  }

  private static boolean wantsAn(StringBuilder text, int at) {
    String word = text.substring(at, Math.min(at + 5, text.length()));
    if (word.startsWith("uni") || word.startsWith("use") || word.startsWith("uku")) {
      return false;
    }
    boolean silentH =
        word.startsWith("hour") || word.startsWith("hone") && !word.startsWith("honey");
    return silentH || "aeiouéAEIOU".indexOf(word.charAt(0)) >= 0;
  }

  private Sentence parse(String line) {
    List<Piece> pieces = new ArrayList<>();
    Matcher slots = SLOT.matcher(line);
    int from = 0;
    while (slots.find()) {
      String form = slots.group(2) == null ? "" : slots.group(2);
      pieces.add(new Piece(line.substring(from, slots.start()), slots.group(1), form));
      from = slots.end();
    }
    pieces.add(new Piece(line.substring(from), null, ""));
    return new Sentence(pieces);
  }

  private static Map<String, String> nameForms(String entry) {
    int bar = entry.indexOf('|');
    Map<String, String> forms = new LinkedHashMap<>(PRONOUNS.get(entry.substring(bar + 1)));
    forms.put("", entry.substring(0, bar));
    return forms;
  }

  private static List<String> lines(String file) {
    String resource = file + ".txt";
    try (InputStream in = StoryGrammar.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
