package org.gqvae.jobs.rejects;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gqvae.io.corpus.Rejected;

/**
 * Why records were rejected: each reason with its records and the place of the first. Numbers in
 * reasons are told as N, so that {@code too long: 70 bytes} and {@code too long: 80 bytes} are one.
 *
 * @param reasons in the order of their first records
 */
public record Rejections(@JsonProperty("reasons") List<Reason> reasons) implements Serializable {
  private static final int REASONS_TOLD = 3;

  /** Of no record. */
  public static final Rejections NONE = new Rejections(List.of());

  /**
   * A reason.
   *
   * @param first the place of its first record, such as {@code a.jsonl#1024}
   */
  public record Reason(
      @JsonProperty("reason") String reason,
      @JsonProperty("count") long count,
      @JsonProperty("first") String first)
      implements Serializable {
    private Reason plus(Reason later) {
      return new Reason(reason, count + later.count, first);
    }
  }

  public Rejections {
    reasons = List.copyOf(reasons);
  }

  /** Collects the rejected records of one split. */
  public static final class Counter {
    private final Map<String, Reason> reasons = new LinkedHashMap<>();

    public void add(Rejected rejected) {
      String place = rejected.source() + "#" + rejected.offset();
      put(reasons, new Reason(withoutNumbers(rejected.reason()), 1, place));
    }

    public Rejections counted() {
      return new Rejections(new ArrayList<>(reasons.values()));
    }
  }

  /** Both together, these first. */
  public Rejections plus(Rejections later) {
    Map<String, Reason> all = new LinkedHashMap<>();
    reasons.forEach(reason -> put(all, reason));
    later.reasons.forEach(reason -> put(all, reason));
    return new Rejections(new ArrayList<>(all.values()));
  }

  /** The number of records. */
  public long count() {
    return reasons.stream().mapToLong(Reason::count).sum();
  }

  /** The commonest, for a person: {@code 12 x "text" is null (first: a.jsonl#1024)}. */
  public String told() {
    String told =
        commonestFirst().stream()
            .limit(REASONS_TOLD)
            .map(
                reason ->
                    String.format(
                        Locale.ROOT,
                        "%,d x %s (first: %s)",
                        reason.count(),
                        reason.reason(),
                        reason.first()))
            .collect(Collectors.joining("; "));
    int others = reasons.size() - REASONS_TOLD;
    return others > 0
        ? told + "; and %d other reason%s".formatted(others, others == 1 ? "" : "s")
        : told;
  }

  /** All, the commonest first. */
  public List<Reason> commonestFirst() {
    return reasons.stream()
        .sorted(Collections.reverseOrder(Comparator.comparingLong(Reason::count)))
        .toList();
  }

  private static void put(Map<String, Reason> reasons, Reason later) {
    reasons.merge(later.reason(), later, Reason::plus);
  }

  /**
   * Without the place in the line that parsers tell. A digit of a name, as in UTF-8, is none, and
   * the value of a setting is the same for all records.
   */
  private static String withoutNumbers(String reason) {
    return reason
        .replaceFirst(" \\(byte \\d+ of the line\\)$", "")
        .replaceAll("(?<![-=\\w])\\d+\\b", "N");
  }
}
