package org.gqvae.model.vocabulary;

import java.util.List;
import org.gqvae.model.text.Word;
import org.gqvae.model.text.WordCounts;

/** A way of drawing a vocabulary from a trained network (paper, section 3.3). */
public sealed interface Distiller {

  /** The vocabulary, and which of its tokens each code names. */
  CodeNames distil(TrainedSegments trained);

  /** The paper's: a code stands for what its decoder says. At most V tokens are learned. */
  record ByDecoder() implements Distiller {
    @Override
    public CodeNames distil(TrainedSegments trained) {
      return CodeNames.ofLiterals(trained.literals());
    }
  }

  /** A code stands for what it is most used for, each string once. At most V tokens are learned. */
  record ByVote() implements Distiller {
    @Override
    public CodeNames distil(TrainedSegments trained) {
      return CodeNames.byVotes(trained.codebookSize(), trained.votes());
    }
  }

  /**
   * The segments between the gates are candidates, of which those stay that the words would miss
   * most ({@link Pruning}); a code names the token that it is most used for.
   *
   * @param learnedTokens how many stay; fewer where there are fewer candidates
   */
  record BySegments(int learnedTokens) implements Distiller {
    @Override
    public CodeNames distil(TrainedSegments trained) {
      List<WordCounts.Entry> candidates =
          trained.segments().stream().filter(segment -> segment.word().length() > 1).toList();
      List<Word> tokens = new Pruning(trained.words(), candidates).keep(learnedTokens);
      Vocabulary vocabulary = Vocabulary.of(tokens.stream().map(Word::toBytes).toList());
      return CodeNames.within(vocabulary, trained.codebookSize(), trained.votes());
    }
  }
}
