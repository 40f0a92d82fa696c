package org.gqvae.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.gqvae.model.text.RandomText;
import org.junit.jupiter.api.Test;

class ReservoirTest {
  /** A latent of one value, its place. */
  private record Offer(long place, double weight) {
    void to(Reservoir reservoir) {
      reservoir.offer(place, weight, new float[] {-1, place}, 1, 1);
    }
  }

  private static List<Offer> offers(Random random, int count) {
    List<Offer> offers = new ArrayList<>();
    for (int place = 0; place < count; place++) {
      offers.add(new Offer(place, 10 * random.nextDouble()));
    }
    return offers;
  }

  private static Reservoir reservoir(int capacity, Iterable<Offer> offers) {
    Reservoir reservoir = new Reservoir(capacity);
    offers.forEach(offer -> offer.to(reservoir));
    return reservoir;
  }

  private static List<Float> best(Reservoir reservoir) {
    return reservoir.best().stream().map(latent -> latent[0]).toList();
  }

  @Test
  void mergingInAnyOrderAndPartitionIsTheSameAsOnePass() {
    Random random = RandomText.random();
    List<Offer> offers = offers(random, 500);
    List<Float> onePass = best(reservoir(20, offers));
    assertThat(onePass).hasSize(20);
    for (int time = 0; time < 50; time++) {
      Collections.shuffle(offers, random);
      List<Reservoir> parts = new ArrayList<>();
      for (int from = 0; from < offers.size(); ) {
        int to = Math.min(offers.size(), from + 1 + random.nextInt(150));
        parts.add(reservoir(20, offers.subList(from, to)));
        from = to;
      }
      while (parts.size() > 1) {
        Reservoir part = parts.remove(random.nextInt(parts.size()));
        parts.get(random.nextInt(parts.size())).merge(part);
      }
      assertThat(best(parts.get(0))).isEqualTo(onePass);
    }
  }

  @Test
  void mergingNothingChangesNothing() {
    List<Offer> offers = offers(RandomText.random(), 50);
    Reservoir reservoir = reservoir(20, offers);
    reservoir.merge(new Reservoir(20));
    assertThat(best(reservoir)).isEqualTo(best(reservoir(20, offers)));
  }

  @Test
  void chancesRiseWithWeights() {
    int heavy = 0;
    for (int time = 0; time < 20_000; time++) {
      Reservoir reservoir = new Reservoir(1);
      reservoir.offer(2L * time, 1, new float[] {1}, 0, 1);
      reservoir.offer(2L * time + 1, 3, new float[] {3}, 0, 1);
      heavy += reservoir.best().get(0)[0] == 3 ? 1 : 0;
    }
    // Six standard deviations of a binomial of 20,000 and 3/4.
    assertThat(heavy / 20_000.0).isCloseTo(0.75, within(0.02));
  }

  @Test
  void keepsOneLatentOfEachPlace() {
    Reservoir reservoir = new Reservoir(10);
    for (int time = 0; time < 3; time++) {
      new Offer(4, 1).to(reservoir);
      new Offer(5, 2).to(reservoir);
    }
    assertThat(best(reservoir)).containsExactlyInAnyOrder(4f, 5f);
  }

  @Test
  void keepsNothingWithoutWeight() {
    Reservoir reservoir = new Reservoir(10);
    new Offer(1, 0).to(reservoir);
    new Offer(2, -1).to(reservoir);
    new Offer(3, Double.NaN).to(reservoir);
    assertThat(reservoir.best()).isEmpty();
  }

  @Test
  void copiesTheOfferedRow() {
    Reservoir reservoir = new Reservoir(1);
    float[] latents = {1, 2, 3, 4, 5, 6};
    reservoir.offer(1, 1, latents, 1, 2);
    latents[2] = 0;
    assertThat(reservoir.best().get(0)).containsExactly(3, 4);
  }
}
