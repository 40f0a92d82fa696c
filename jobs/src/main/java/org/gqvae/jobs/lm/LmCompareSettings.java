package org.gqvae.jobs.lm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.gqvae.io.config.Spelling;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.cli.DirectoryGroup;
import org.gqvae.jobs.cli.NamedDirectories;
import org.gqvae.jobs.cli.OutputDirectory;

/**
 * What {@code lm-compare} is asked to do.
 *
 * @param runs output directories of {@code lm}
 * @param groups runs that stand as one contender each
 * @param reference the contender that the others are held against, by its name or directory; empty:
 *     the first
 * @param output where lm-compare.html and lm-compare.json go
 */
record LmCompareSettings(
    NamedDirectories runs,
    List<DirectoryGroup> groups,
    Optional<String> reference,
    OutputDirectory output) {
  LmCompareSettings {
    groups = List.copyOf(groups);
  }

  /**
   * Looks whether groups and reference fit the runs, and none is given twice.
   *
   * @throws UsageException naming all that is wrong
   */
  void check() {
    List<String> problems = new ArrayList<>(runs.repetitions());
    problems.addAll(runs.problems(groups));
    for (int run = 0; run < runs.names().size(); run++) {
      String name = runs.names().get(run);
      List<String> groupsOfIt = groupsOf(run).stream().map(DirectoryGroup::name).toList();
      if (groupsOfIt.size() > 1) {
        problems.add(
            "Invalid --group: %s is in %s. Leave it in one of them"
                .formatted(name, String.join(" and in ", groupsOfIt)));
      }
      if (groupsOfIt.isEmpty()
          && groups.stream().map(DirectoryGroup::name).anyMatch(name::equals)) {
        problems.add(
            "Invalid --group %s: a run outside of it has that name. Give the group another name"
                .formatted(name));
      }
    }
    if (problems.isEmpty() && referencePlace().isEmpty()) {
      problems.add(unknownReference(reference.orElseThrow()));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  /**
   * The contenders by name, each with the places of its runs: groups, and runs that are in none, in
   * the order of their first runs.
   */
  Map<String, List<Integer>> contenders() {
    Map<String, List<Integer>> contenders = new LinkedHashMap<>();
    for (int run = 0; run < runs.names().size(); run++) {
      contenders.computeIfAbsent(contenderOf(run), name -> new ArrayList<>()).add(run);
    }
    return contenders;
  }

  /** The place of the reference among the contenders; empty where it is none of them. */
  OptionalInt referencePlace() {
    if (reference.isEmpty()) {
      return OptionalInt.of(0);
    }
    List<String> names = List.copyOf(contenders().keySet());
    String name = reference.get();
    int place = names.indexOf(name);
    OptionalInt run = runs.indexOf(name);
    if (place < 0 && run.isPresent() && groupsOf(run.getAsInt()).isEmpty()) {
      place = names.indexOf(runs.names().get(run.getAsInt()));
    }
    return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
  }

  /** The places of the runs of a group, without those that are none of the runs. */
  List<Integer> places(DirectoryGroup group) {
    return group.directories().stream()
        .flatMapToInt(directory -> runs.indexOf(directory).stream())
        .distinct()
        .boxed()
        .toList();
  }

  private String contenderOf(int run) {
    return groupsOf(run).stream()
        .map(DirectoryGroup::name)
        .findFirst()
        .orElseGet(() -> runs.names().get(run));
  }

  private List<DirectoryGroup> groupsOf(int run) {
    return groups.stream().filter(group -> places(group).contains(run)).toList();
  }

  private String unknownReference(String name) {
    OptionalInt run = runs.indexOf(name);
    if (run.isPresent()) {
      return "Invalid --reference: %s is one run of %s. Give --reference %2$s"
          .formatted(name, contenderOf(run.getAsInt()));
    }
    List<String> names = List.copyOf(contenders().keySet());
    return "Invalid --reference: %s is none of the contenders. %s"
        .formatted(
            name,
            Spelling.nearest(name, names)
                .map(nearest -> "Did you mean " + nearest + "?")
                .orElse("They are " + String.join(", ", names)));
  }
}
