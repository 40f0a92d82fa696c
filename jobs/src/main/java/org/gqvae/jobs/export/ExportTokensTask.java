package org.gqvae.jobs.export;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gqvae.io.export.ExportLayout;
import org.gqvae.io.export.Shard;
import org.gqvae.io.tokens.ListedFile;

/**
 * A file to write, and the part files that it is made of.
 *
 * @param sources in their order
 */
record ExportTokensTask(Shard shard, List<Source> sources) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A part file of token columns.
   *
   * @param index of the file in its manifest
   * @param place in the split where the file's first document begins
   */
  record Source(int index, ListedFile file, long place) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** A task for each file of a split. */
  static List<ExportTokensTask> of(
      List<Shard> shards, List<ExportTokensPart> parts, ExportLayout layout) {
    List<List<Source>> sources = new ArrayList<>();
    shards.forEach(shard -> sources.add(new ArrayList<>()));
    long place = 0;
    int first = 0; // shard that the part may begin in
    for (ExportTokensPart part : parts) {
      if (first == shards.size()) {
        break;
      }
      Source source = new Source(part.index(), part.file(), place);
      place += layout.places(part.of(shards.get(first).split()));
      for (int i = first; i < shards.size() && shards.get(i).from() < place; i++) {
        if (source.place() < place) {
          sources.get(i).add(source);
        }
      }
      while (first < shards.size() && shards.get(first).to() <= place) {
        first++;
      }
    }
    List<ExportTokensTask> tasks = new ArrayList<>();
    for (Shard shard : shards) {
      tasks.add(new ExportTokensTask(shard, List.copyOf(sources.get(shard.index()))));
    }
    return tasks;
  }
}
