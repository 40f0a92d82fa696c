package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecordRoomTest {
  private static final long HEAP = 400 << 20;
  private static final int LARGE = 17 << 20;

  @Test
  void aBufferGrowsToAByteOverTheLimitOrAnEighthOfTheHeap() throws IOException {
    byte[] first = new byte[RecordRoom.FIRST_BYTES];
    assertThat(new RecordRoom(300_000, HEAP, 1).grown(first)).hasSize(300_001);
    assertThat(new RecordRoom(900_000, HEAP, 1).grown(first)).hasSize(2 * first.length);
    assertThat(new RecordRoom(900_000, 3_200_000, 1).grown(first)).hasSize(400_001);
  }

  @Test
  void aRecordIsTakenRejectedOrTooMuchForTheHeap() throws IOException {
    RecordRoom room = new RecordRoom(1_000, 4_000, 1);
    room.check(500);
    room.check(1_001);
    assertThat(room.isTooLong(1_001)).isTrue();
    assertThat(room.isTooLong(1_000)).isFalse();
    assertThatThrownBy(() -> room.check(501))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("a smaller input.max-document-bytes");
  }

  @Test
  void oneTaskAtATimeHasALargeBuffer() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (RecordRoom room = new RecordRoom(LARGE, HEAP, 8);
        RecordRoom another = new RecordRoom(LARGE, HEAP, 8)) {
      byte[] large = room.buffer(LARGE);
      CountDownLatch began = new CountDownLatch(1);
      Future<Integer> waiting =
          other.submit(
              () -> {
                began.countDown();
                return another.buffer(LARGE).length;
              });
      assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(another.buffer(1_000)).as("a small one needs no turn").hasSize(1_000);
      assertThat(waiting.isDone()).isFalse();

      assertThat(room.shrunk(large, LARGE - 5, LARGE)).hasSize(RecordRoom.FIRST_BYTES);
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(LARGE);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void aTaskThatIsEndedWaitsNoLonger() throws IOException {
    try (RecordRoom room = new RecordRoom(LARGE, HEAP, 8);
        RecordRoom another = new RecordRoom(LARGE, HEAP, 8)) {
      room.buffer(LARGE);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> another.buffer(LARGE)).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
