package org.gqvae.io.tokens;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Storage;

/**
 * A part file that a manifest lists, and that is there. Readers of token columns take these, never
 * the names that a directory happens to hold.
 *
 * @param path the same on every machine
 * @param sha256 that the manifest says, 64 lower-case hexadecimal digits
 */
public record ListedFile(String path, String sha256) implements Serializable {
  private static final String REMEDY =
      "Put back what tokenize wrote, or write it again by tokenize --overwrite";

  /**
   * The files of a manifest in its order.
   *
   * @param directory that holds the manifest
   * @param warnings takes a line where there are part files that the manifest does not list; they
   *     are not read
   * @throws UsageException naming all files that are missing or have another length
   */
  public static List<ListedFile> of(
      Path directory, TokensManifest manifest, Consumer<String> warnings, Configuration hadoop)
      throws IOException {
    Path qualified = Storage.qualified(directory, hadoop);
    Map<String, Long> lengths = new HashMap<>();
    for (FileStatus file : Storage.visibleFiles(qualified, hadoop)) {
      lengths.put(file.getPath().getName(), file.getLen());
    }
    List<ListedFile> files = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (TokensManifest.Part part : manifest.files()) {
      Long length = lengths.remove(part.name());
      Path path = new Path(qualified, part.name());
      if (length == null) {
        problems.add("Missing " + path + ", which its manifest lists. " + REMEDY);
      } else if (length != part.bytes()) {
        problems.add(
            "Damaged %s: it has %,d bytes, its manifest says %,d. %s"
                .formatted(path, length, part.bytes(), REMEDY));
      }
      files.add(new ListedFile(path.toString(), part.sha256()));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    List<String> strays =
        lengths.keySet().stream()
            .filter(name -> PartName.parse(name).isPresent())
            .sorted()
            .toList();
    if (!strays.isEmpty()) {
      warnings.accept(
          "Passing over what the manifest of %s does not list: %s"
              .formatted(directory, String.join(", ", strays)));
    }
    return files;
  }

  /**
   * Checks that the file holds what was written, by its SHA-256: reads all of it.
   *
   * @throws UsageException when it was changed, or is another one's
   */
  public void check(Configuration hadoop) throws IOException {
    String found;
    try {
      found = Storage.sha256(new Path(path), hadoop);
    } catch (FileNotFoundException e) {
      throw new UsageException("Missing " + path + ", which its manifest lists. " + REMEDY);
    }
    if (!found.equals(sha256)) {
      throw new UsageException(
          "Damaged %s: its SHA-256 is %s, its manifest says %s. %s"
              .formatted(path, found, sha256, REMEDY));
    }
  }
}
