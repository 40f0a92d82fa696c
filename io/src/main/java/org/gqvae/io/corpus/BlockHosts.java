package org.gqvae.io.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Which machines have which bytes of a file; none where its file system knows of none. */
record BlockHosts(List<Block> blocks) {
  private static final BlockHosts NONE = new BlockHosts(List.of());

  /** What file systems without machines of their own say. */
  private static final Set<String> NOWHERE = Set.of("localhost", "127.0.0.1");

  /** Bytes {@code [start, end)}. */
  private record Block(long start, long end, List<String> hosts) {}

  /** Of a file that was listed, with its blocks where the file system listed them. */
  static BlockHosts of(FileStatus file, FileSystem files) throws IOException {
    if (!areToldBy(files)) {
      return NONE;
    }
    BlockLocation[] locations =
        file instanceof LocatedFileStatus located
            ? located.getBlockLocations()
            : files.getFileBlockLocations(file, 0, file.getLen());
    List<Block> blocks = new ArrayList<>();
    for (BlockLocation location : locations == null ? new BlockLocation[0] : locations) {
      List<String> hosts =
          Arrays.stream(location.getHosts())
              .filter(host -> !NOWHERE.contains(host))
              .map(String::intern) // there are few, and each is in many blocks
              .toList();
      if (!hosts.isEmpty()) {
        long start = location.getOffset();
        blocks.add(new Block(start, start + location.getLength(), hosts));
      }
    }
    return blocks.isEmpty() ? NONE : new BlockHosts(List.copyOf(blocks));
  }

  /**
   * Whether to ask a file system. One of local disks knows of no other machines, and would start a
   * process for each file.
   */
  static boolean areToldBy(FileSystem files) {
    return !(files instanceof LocalFileSystem || files instanceof RawLocalFileSystem);
  }

  /** Adds to the bytes that each machine has those of {@code [start, end)} of this file. */
  void addTo(Map<String, Long> bytesByHost, long start, long end) {
    for (Block block : blocks) {
      long bytes = Math.min(end, block.end()) - Math.max(start, block.start());
      if (bytes > 0) {
        block.hosts().forEach(host -> bytesByHost.merge(host, bytes, Long::sum));
      }
    }
  }
}
