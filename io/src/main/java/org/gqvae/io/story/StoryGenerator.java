package org.gqvae.io.story;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.gqvae.io.corpus.Document;

/**
 * Children's stories without end, from the project's own grammar and word lists: a few thousand
 * different words, the common ones far more often than the rest.
 *
 * <p>A story depends on the seed and its number alone, so that any piece of a corpus can be made
 * anywhere. Stories have 5 to 25 sentences in paragraphs that are parted by a blank line.
 *
 * <pre>{@code
 * Iterator<Document> corpus = new StoryGenerator(7).documents(64_000_000);
 * }</pre>
 */
public final class StoryGenerator {
  private static final int MIN_MIDDLE_SENTENCES = 3;
  private static final int MAX_MORE_SENTENCES = 20;
  private static final int STORIES_A_TYPOGRAPHER_SET = 12; // one in so many has “these” quotes
  private static final int STORIES_WITH_EMOJI = 40;

  private final long seed;
  private final RareWords rareWords;
  private final StoryGrammar grammar;

  public StoryGenerator(long seed) {
    this(seed, 0);
  }

  /**
   * @param rareWords how many made-up words the stories draw from beside the grammar's: the
   *     distinct words of a corpus grow with its size then, as those of the web do; 0: none
   */
  public StoryGenerator(long seed, long rareWords) {
    this.seed = seed;
    this.rareWords = new RareWords(rareWords);
    this.grammar = new StoryGrammar(this.rareWords);
  }

  /** The document of a story, named {@code story-NUMBER}. */
  public Document document(long number) {
    return new Document("story-" + number, story(number).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The stories from number 0 on until their texts hold {@code textBytes} bytes; the last story is
   * whole, so that they hold up to one story more. The iterator makes each story as it is asked
   * for.
   */
  public Iterator<Document> documents(long textBytes) {
    return new Iterator<>() {
      private long number;
      private long bytes;

      @Override
      public boolean hasNext() {
        return bytes < textBytes;
      }

      @Override
      public Document next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Document document = document(number++);
        bytes += document.text().length;
        return document;
      }
    };
  }

  /**
   * The text of a story.
   *
   * @param number from 0
   */
  public String story(long number) {
    StoryRandom random = new StoryRandom(seed, number);
    Map<String, Map<String, String>> cast = grammar.cast(random);
    boolean typeset = random.onceIn(STORIES_A_TYPOGRAPHER_SET);
    boolean cheerful = random.onceIn(STORIES_WITH_EMOJI);
    int middle =
        MIN_MIDDLE_SENTENCES
            + Math.min(random.below(MAX_MORE_SENTENCES + 1), random.below(MAX_MORE_SENTENCES + 1));
    StringBuilder story = new StringBuilder(1024);
    Set<StoryGrammar.Sentence> told = Collections.newSetFromMap(new IdentityHashMap<>());
    story.append(sentence(StoryGrammar.Part.OPENING, told, cast, random));
    int inParagraph = 1;
    for (int i = 0; i < middle; i++) {
      boolean speech = random.onceIn(4);
      boolean paragraph = inParagraph >= 2 && random.onceIn(4);
      story.append(paragraph ? "\n\n" : " ");
      inParagraph = paragraph ? 1 : inParagraph + 1;
      StoryGrammar.Part part = speech ? StoryGrammar.Part.SPEECH : StoryGrammar.Part.SCENE;
      story.append(sentence(part, told, cast, random));
      if (!rareWords.isEmpty() && random.onceIn(2)) {
        story.append(' ').append(sentence(StoryGrammar.Part.ASIDE, told, cast, random));
      }
    }
    story.append(' ').append(sentence(StoryGrammar.Part.ENDING, told, cast, random));
    if (cheerful) {
      story.append(' ').append(grammar.emoji(random));
    }
    return typeset ? typeset(story) : story.toString();
  }

  /** A sentence that the story has not told yet, if one is soon found. */
  private String sentence(
      StoryGrammar.Part part,
      Set<StoryGrammar.Sentence> told,
      Map<String, Map<String, String>> cast,
      StoryRandom random) {
    StoryGrammar.Sentence sentence = grammar.draw(part, random);
    for (int tries = 0; tries < 5 && !told.add(sentence); tries++) {
      sentence = grammar.draw(part, random);
    }
    return grammar.write(sentence, cast, random);
  }

  /** With typographic quotes, apostrophes, dashes and dots. */
  private static String typeset(StringBuilder plain) {
    StringBuilder text = new StringBuilder(plain.length());
    boolean quoted = false;
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '"') {
        text.append(quoted ? '”' : '“');
        quoted = !quoted;
      } else {
        text.append(c == '\'' ? '’' : c);
      }
    }
    return text.toString().replace(" - ", " — ").replace("...", "…");
  }
}
