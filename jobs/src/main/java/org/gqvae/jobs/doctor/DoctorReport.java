package org.gqvae.jobs.doctor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gqvae.io.config.Spelling;
import org.gqvae.jobs.doctor.Check.Verdict;

/** Checks with the places where they came out so; equal ones of several places stand once. */
public final class DoctorReport {
  private static final int PLACES_NAMED = 3;

  private final Map<Check, List<String>> places = new LinkedHashMap<>();

  /**
   * @param place whose checks they are: {@code driver}
   */
  public void add(String place, List<Check> checks) {
    for (Check check : checks) {
      List<String> same = places.computeIfAbsent(check, unseen -> new ArrayList<>());
      if (!same.contains(place)) {
        same.add(place);
      }
    }
  }

  public void add(String place, Check check) {
    add(place, List.of(check));
  }

  /** The checks in the order in which they were made, with the places where they came out so. */
  public Map<Check, List<String>> checks() {
    return Collections.unmodifiableMap(places);
  }

  /** The number of different checks. */
  public int size() {
    return places.size();
  }

  /** The number of them that are wrong. */
  public int wrong() {
    return (int) places.keySet().stream().filter(check -> check.verdict() == Verdict.WRONG).count();
  }

  /** A line a check, what is wrong last, with why it matters and what to do. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    places.forEach(
        (check, where) -> {
          if (check.verdict() == Verdict.RIGHT) {
            lines.add(line(check, where));
          }
        });
    places.forEach(
        (check, where) -> {
          if (check.verdict() == Verdict.WRONG) {
            lines.add(line(check, where));
            lines.add("        why  " + check.reason());
            lines.add("        do   " + check.remedy());
          }
        });
    return lines;
  }

  private static String line(Check check, List<String> places) {
    return "%-7s %s: %s (%s)"
        .formatted(
            Spelling.of(check.verdict()),
            check.name(),
            check.found(),
            places.size() <= PLACES_NAMED
                ? String.join(", ", places)
                : String.join(", ", places.subList(0, PLACES_NAMED))
                    + " and %d more".formatted(places.size() - PLACES_NAMED));
  }
}
