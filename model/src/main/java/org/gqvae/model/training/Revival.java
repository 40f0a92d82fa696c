package org.gqvae.model.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gqvae.model.network.CodebookView;
import org.gqvae.model.text.Word;

/**
 * Puts codes that serve nothing where something is to be served: at latents that are reconstructed
 * worst. Codes serve nothing when no token ends in them, or when a code that is used more decodes
 * to the same bytes (its twin).
 *
 * @param mostShare the largest share of the codebook that one round may move, in [0, 1]
 */
public record Revival(double mostShare) {

  /**
   * Draws the whole codebook from the latents that {@code usage} shows, and switches the quantizer
   * on.
   */
  public void start(ComputationGraph graph, CodebookUsage usage) {
    CodebookView codebook = CodebookView.of(graph);
    List<float[]> latents = usage.reservoir().best();
    if (latents.isEmpty()) {
      throw new IllegalStateException("no latents were gathered to start the codebook from");
    }
    for (int v = 0; v < codebook.size(); v++) {
      codebook.move(v, latents.get(v % latents.size()));
    }
    codebook.switchOn();
  }

  /**
   * Moves useless codes.
   *
   * @param literals (V) what each code decodes to
   * @return how many were moved
   */
  public int revive(ComputationGraph graph, CodebookUsage usage, List<byte[]> literals) {
    CodebookView codebook = CodebookView.of(graph);
    List<float[]> latents = usage.reservoir().best();
    int most = Math.min(latents.size(), (int) Math.ceil(mostShare * codebook.size()));
    PrimitiveIterator.OfInt useless = useless(usage, literals).iterator();
    int moved = 0;
    while (moved < most && useless.hasNext()) {
      codebook.move(useless.nextInt(), latents.get(moved));
      moved++;
    }
    return moved;
  }

  /** Unused codes, then twins, those used least first. */
  private static IntStream useless(CodebookUsage usage, List<byte[]> literals) {
    Map<Word, Integer> mostUsed = new HashMap<>();
    for (int v = 0; v < literals.size(); v++) {
      mostUsed.merge(Word.of(literals.get(v)), v, (a, b) -> usage.uses(b) > usage.uses(a) ? b : a);
    }
    List<Integer> useless = new ArrayList<>();
    for (int v = 0; v < literals.size(); v++) {
      if (usage.uses(v) == 0 || mostUsed.get(Word.of(literals.get(v))) != v) {
        useless.add(v);
      }
    }
    useless.sort(Comparator.<Integer>comparingLong(usage::uses).thenComparing(v -> v));
    return useless.stream().mapToInt(Integer::intValue);
  }
}
