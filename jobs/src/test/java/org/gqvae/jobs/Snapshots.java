package org.gqvae.jobs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk, of which one directory is copied whenever a file there appears or goes. */
public final class Snapshots extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("snapshots:///");
  private static java.nio.file.Path watched;
  private static java.nio.file.Path copies;
  private static int count;

  /**
   * The name on this file system of a directory on the local disk.
   *
   * @param copies a directory to put the copies into
   */
  public static synchronized String directory(
      java.nio.file.Path local, java.nio.file.Path copies, Configuration hadoop)
      throws IOException {
    hadoop.setClass("fs.snapshots.impl", Snapshots.class, RawLocalFileSystem.class);
    Snapshots.watched = local;
    Snapshots.copies = Files.createDirectories(copies);
    Snapshots.count = 0;
    return ROOT + local.toString().substring(1);
  }

  /** The copies in their order, of those that differ in more than unfinished files the first. */
  public static List<java.nio.file.Path> distinct(java.nio.file.Path copies) throws IOException {
    List<java.nio.file.Path> distinct = new ArrayList<>();
    Set<Map<String, String>> seen = new HashSet<>();
    try (Stream<java.nio.file.Path> all = Files.list(copies)) {
      for (java.nio.file.Path directory : all.sorted().toList()) {
        java.nio.file.Path copy = directory.resolve(watched.getFileName());
        if (seen.add(FileTree.digests(copy, name -> !name.endsWith(".tmp")))) {
          distinct.add(copy);
        }
      }
    }
    return distinct;
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    synchronized (Snapshots.class) {
      boolean done = super.rename(from, to);
      copy();
      return done;
    }
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    synchronized (Snapshots.class) {
      boolean done = super.delete(path, recursive);
      copy();
      return done;
    }
  }

  private static void copy() throws IOException {
    if (Files.exists(watched)) {
      java.nio.file.Path directory = copies.resolve("%04d".formatted(count++));
      FileTree.copy(watched, Files.createDirectory(directory).resolve(watched.getFileName()));
    }
  }
}
