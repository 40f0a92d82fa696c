package org.gqvae.jobs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.ChecksumOpt;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsClientConfigKeys;
import org.apache.hadoop.util.Progressable;

/** HDFS, on which {@link CrashPoints} kills. */
public final class CrashingHdfs extends DistributedFileSystem {
  /** As {@link org.apache.hadoop.fs.FileContext} sees it. */
  public static final class Context extends DelegateToFileSystem {
    private final CrashingHdfs files;

    public Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
      this(uri, new CrashingHdfs(), hadoop);
    }

    private Context(URI uri, CrashingHdfs files, Configuration hadoop)
        throws IOException, URISyntaxException {
      super(uri, files, hadoop, "hdfs", true);
      this.files = files;
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      files.rename(from, to, overwrite ? Rename.OVERWRITE : Rename.NONE);
    }
  }

  /** Makes this the HDFS of a configuration. */
  static void install(Configuration hadoop) {
    hadoop.setInt(HdfsClientConfigKeys.BlockWrite.LOCATEFOLLOWINGBLOCK_INITIAL_DELAY_MS_KEY, 5);
    hadoop.setClass("fs.hdfs.impl", CrashingHdfs.class, FileSystem.class);
    hadoop.setClass("fs.AbstractFileSystem.hdfs.impl", Context.class, AbstractFileSystem.class);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress,
      ChecksumOpt checksums)
      throws IOException {
    CrashPoints.change("create " + file);
    return CrashPoints.ending(
        super.create(
            file, permission, flags, bufferSize, replication, blockSize, progress, checksums),
        file.toString());
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    CrashPoints.change("rename " + from + " to " + to);
    return super.rename(from, to);
  }

  @Override
  public void rename(Path from, Path to, Rename... options) throws IOException {
    CrashPoints.change("rename " + from + " over " + to);
    super.rename(from, to, options);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    CrashPoints.change("delete " + path);
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    CrashPoints.change("mkdirs " + path);
    return super.mkdirs(path, permission);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    CrashPoints.alive();
    return super.listStatus(path);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    CrashPoints.alive();
    return super.getFileStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    CrashPoints.alive();
    return super.open(path, bufferSize);
  }
}
