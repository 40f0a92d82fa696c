package org.gqvae.io.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gqvae.io.corpus.Corpora.HADOOP;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockHostsTest {
  private static final FileSystem OF_MACHINES = new FilterFileSystem(); // it is not asked

  @TempDir Path directory;

  @Test
  void aSplitIsNearestToTheMachinesWithMostOfItsBytes() throws IOException {
    CorpusFile two =
        file("a.txt", block(0, 100, "b", "a"), block(100, 200, "c", "d", "e", "f", "localhost"));
    CorpusFile small = file("b.txt", block(0, 30, "c"));
    CorpusFile next = file("c.txt", block(0, 60, "d"));

    assertThat(splits(100, two, small, next))
        .extracting(Split::hosts)
        .containsExactly(
            List.of("a", "b"), List.of("c", "d", "e"), List.of("c", "d", "e"), List.of("d", "c"));
  }

  @Test
  void aSplitIsNearNoMachineWhereTheFileSystemSaysThisOne() throws IOException {
    assertThat(splits(100, file("a.txt", block(0, 100, "localhost"))))
        .extracting(Split::hosts)
        .containsExactly(List.of());
  }

  @Test
  void localFilesAreNotAskedFor() throws IOException {
    Corpora.write(directory.resolve("a.txt"), "a\n");

    assertThat(CorpusListing.of(directory.toString(), HADOOP).files())
        .extracting(CorpusFile::hosts)
        .containsExactly(BlockHosts.of(new FileStatus(), FileSystem.getLocal(HADOOP)));
  }

  private static List<Split> splits(long splitBytes, CorpusFile... files) {
    CorpusSpec spec = CorpusSpec.of("in").withSplitBytes(splitBytes);
    return new SplitPlanner(spec, HADOOP).cut(List.of(files));
  }

  private static BlockLocation block(long start, long bytes, String... hosts) {
    return new BlockLocation(hosts, hosts, start, bytes);
  }

  /** A file of as many bytes as its blocks have. */
  private CorpusFile file(String name, BlockLocation... blocks) throws IOException {
    BlockLocation last = blocks[blocks.length - 1];
    int bytes = (int) (last.getOffset() + last.getLength());
    Path local = Corpora.write(directory.resolve(name), "x".repeat(bytes));
    var path = new org.apache.hadoop.fs.Path(local.toUri());
    FileStatus status = new FileStatus(bytes, false, 1, 100, 0, path);
    return new CorpusFile(
        path,
        name,
        FileState.of(status),
        BlockHosts.of(new LocatedFileStatus(status, blocks), OF_MACHINES));
  }
}
