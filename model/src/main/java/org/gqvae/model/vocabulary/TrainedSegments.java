package org.gqvae.model.vocabulary;

import java.util.List;
import org.gqvae.model.text.WordCounts;

/**
 * What a trained network makes of the words that it was trained on: all that a vocabulary is drawn
 * from.
 *
 * @param literals (V) what each code's decoder says, 1 to 16 bytes
 * @param votes the segments that each code ends, the commonest of each code at least
 * @param segments what stands between gates, each segment once with the running words that hold it
 * @param words distinct
 */
public record TrainedSegments(
    List<byte[]> literals,
    List<CodeVote> votes,
    List<WordCounts.Entry> segments,
    List<WordCounts.Entry> words) {
  public TrainedSegments {
    literals = List.copyOf(literals);
    votes = List.copyOf(votes);
    segments = List.copyOf(segments);
    words = List.copyOf(words);
  }

  /** V, the number of codes. */
  public int codebookSize() {
    return literals.size();
  }
}
