package org.gqvae.jobs.rejects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gqvae.io.corpus.Rejected;
import org.gqvae.jobs.rejects.Rejections.Reason;
import org.junit.jupiter.api.Test;

class RejectionsTest {
  private final Rejections some =
      of(
          rejected("a", 3, "too long: 70 bytes"),
          rejected("a", 9, "not JSON (byte 4 of the line)"),
          rejected("a", 12, "too long: 90 bytes"));
  private final Rejections others =
      of(rejected("b", 1, "not JSON (byte 0 of the line)"), rejected("b", 2, "text is null"));

  @Test
  void countsEachReasonWhateverItsNumbersAndNamesItsFirstRecord() {
    assertThat(some.reasons())
        .containsExactly(
            new Reason("too long: N bytes", 2, "a#3"), new Reason("not JSON", 1, "a#9"));
    assertThat(of(rejected("a", 0, "not UTF-8")).reasons().get(0).reason()).isEqualTo("not UTF-8");
    assertThat(of(rejected("a", 0, "12 bytes, more than input.max-document-bytes=9")).told())
        .startsWith("1 x N bytes, more than input.max-document-bytes=9 (");
  }

  @Test
  void addsUp() {
    assertThat(some.plus(others).reasons())
        .containsExactly(
            new Reason("too long: N bytes", 2, "a#3"),
            new Reason("not JSON", 2, "a#9"),
            new Reason("text is null", 1, "b#2"));
    assertThat(some.plus(others).count()).isEqualTo(5);
    assertThat(some.plus(Rejections.NONE)).isEqualTo(some);
    assertThat(Rejections.NONE.plus(some)).isEqualTo(some);
    assertThat(some.plus(others).plus(some)).isEqualTo(some.plus(others.plus(some)));
  }

  @Test
  void tellsTheCommonestFirst() {
    assertThat(others.plus(some).plus(some).told())
        .isEqualTo(
            "4 x too long: N bytes (first: a#3); 3 x not JSON (first: b#1);"
                + " 1 x text is null (first: b#2)");
    assertThat(others.plus(some).plus(of(rejected("c", 0, "cut off"))).told())
        .endsWith("; and 1 other reason");
    assertThat(Rejections.NONE.told()).isEmpty();
  }

  private static Rejections of(Rejected... records) {
    Rejections.Counter counter = new Rejections.Counter();
    List.of(records).forEach(counter::add);
    return counter.counted();
  }

  private static Rejected rejected(String source, long offset, String reason) {
    return new Rejected(source, offset, reason, new byte[0]);
  }
}
