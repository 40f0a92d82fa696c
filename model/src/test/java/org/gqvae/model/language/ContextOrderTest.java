package org.gqvae.model.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ContextOrderTest {
  private static final int TOKENS = 10_007;
  private static final int CONTEXT = 10;

  private static List<Integer> pass(ContextOrder order, int pass) {
    long from = (long) pass * order.contexts();
    return LongStream.range(from, from + order.contexts()).mapToObj(order::start).toList();
  }

  @Test
  void givesEveryContextOfAPassOnce() {
    ContextOrder order = new ContextOrder(TOKENS, CONTEXT, 1);
    for (int pass = 0; pass < 3; pass++) {
      List<Integer> sorted = pass(order, pass).stream().sorted().toList();
      assertThat(sorted).hasSize(999);
      assertThat(sorted.get(0)).isBetween(0, CONTEXT - 1);
      for (int i = 1; i < sorted.size(); i++) {
        assertThat(sorted.get(i) - sorted.get(i - 1)).isEqualTo(CONTEXT);
      }
      assertThat(sorted.get(998) + CONTEXT).isLessThanOrEqualTo(TOKENS);
    }
  }

  @Test
  void shufflesAndCutsEachPassAnew() {
    ContextOrder order = new ContextOrder(TOKENS, CONTEXT, 1);
    List<List<Integer>> passes = List.of(pass(order, 0), pass(order, 1), pass(order, 2));
    assertThat(passes).doesNotHaveDuplicates();
    assertThat(passes).noneMatch(pass -> pass.equals(pass.stream().sorted().toList()));
    assertThat(passes.stream().map(pass -> pass.get(0) % CONTEXT).distinct().count())
        .isGreaterThan(1);
  }

  @Test
  void isTheSameWhereverOneBegins() {
    ContextOrder inOrder = new ContextOrder(TOKENS, CONTEXT, 1);
    List<Integer> all = LongStream.range(0, 2_500).mapToObj(inOrder::start).toList();
    for (int index : new int[] {2_499, 0, 998, 999, 1_500}) {
      assertThat(new ContextOrder(TOKENS, CONTEXT, 1).start(index)).isEqualTo(all.get(index));
      assertThat(inOrder.start(index)).isEqualTo(all.get(index));
    }
    assertThat(pass(new ContextOrder(TOKENS, CONTEXT, 2), 0))
        .isNotEqualTo(pass(new ContextOrder(TOKENS, CONTEXT, 1), 0));
  }

  @Test
  void takesTextsOfAContextAndMore() {
    for (int tokens = CONTEXT; tokens < 5 * CONTEXT; tokens++) {
      ContextOrder order = new ContextOrder(tokens, CONTEXT, 1);
      for (int index = 0; index < 20; index++) {
        assertThat(order.start(index)).isBetween(0, tokens - CONTEXT);
      }
    }
  }
}
