package org.gqvae.io.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final List<Integer> KEYS = IntStream.range(0, 1_000).boxed().toList();

  @Test
  void givesAllThingsInTheirOrder() {
    try (ReadAhead<Integer, String> things = ReadAhead.of(KEYS, key -> "thing " + key)) {
      assertThat(things)
          .toIterable()
          .containsExactlyElementsOf(KEYS.stream().map(key -> "thing " + key).toList());
    }
  }

  @Test
  void hasNothingWhereNothingIsAskedFor() {
    try (ReadAhead<Integer, Integer> things = ReadAhead.of(List.of(), key -> key)) {
      assertThat(things).isExhausted();
    }
  }

  @Test
  void readsSeveralAtATime() {
    CyclicBarrier both = new CyclicBarrier(2); // holds a reader until there is another one
    List<Integer> given = new ArrayList<>();
    try (ReadAhead<Integer, Integer> things =
        ReadAhead.of(
            List.of(1, 2),
            key -> {
              try {
                both.await(1, TimeUnit.MINUTES);
              } catch (Exception e) {
                throw new IllegalStateException("No other reader came", e);
              }
              return key;
            })) {
      things.forEachRemaining(given::add);
    }
    assertThat(given).containsExactly(1, 2);
  }

  @Test
  void readsOnlySomeThingsThatAreNotYetGiven() {
    AtomicInteger read = new AtomicInteger();
    try (ReadAhead<Integer, Integer> things =
        ReadAhead.of(
            KEYS,
            key -> {
              read.incrementAndGet();
              return key;
            })) {
      assertThat(things.next()).isZero();
      assertThat(read).hasValueLessThanOrEqualTo(128);
    }
  }

  @Test
  void throwsWhatAReaderHasThrownInItsTurn() {
    try (ReadAhead<Integer, Integer> things =
        ReadAhead.of(
            List.of(1, 2),
            key -> {
              if (key == 2) {
                throw new UsageException("It is damaged");
              }
              return key;
            })) {
      assertThat(things.next()).isEqualTo(1);
      assertThatThrownBy(things::next)
          .isInstanceOf(UsageException.class)
          .hasMessage("It is damaged");
    }
  }
}
