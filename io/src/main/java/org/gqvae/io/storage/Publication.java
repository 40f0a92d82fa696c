package org.gqvae.io.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** How a file gets its name at once, by what its file system promises. */
sealed interface Publication {
  /** Begins the file. */
  FSDataOutputStream open() throws IOException;

  /** Gives the file, whose stream is closed, its name, in place of a file that has it. */
  void publish() throws IOException;

  /** Leaves nothing of the file; what has its name stays. */
  void discard(Closeable stream) throws IOException;

  static Publication of(Path target, Configuration hadoop) throws IOException {
    FileSystem files = Storage.of(target, hadoop);
    return files.hasPathCapability(target, CommonPathCapabilities.ABORTABLE_STREAM)
        ? new ByCompletion(target, files)
        : new ByRename(target, files, hadoop);
  }

  /** An object store: an object is seen when its stream is closed, unless that was aborted. */
  final class ByCompletion implements Publication {
    private final Path target;
    private final FileSystem files;
    private FSDataOutputStream out;

    private ByCompletion(Path target, FileSystem files) {
      this.target = target;
      this.files = files;
    }

    @Override
    public FSDataOutputStream open() throws IOException {
      out = files.create(target, true);
      return out;
    }

    @Override
    public void publish() {}

    @Override
    public void discard(Closeable stream) throws IOException {
      out.abort(); // before it is closed, which would complete it
      stream.close();
    }
  }

  /** A file system with a rename that replaces. */
  final class ByRename implements Publication {
    /** One for each file system: each has a client of its own, which nothing closes. */
    private static final Map<FileSystem, FileContext> CONTEXTS =
        Collections.synchronizedMap(new WeakHashMap<>());

    private final Path target;
    private final Path temporary;
    private final FileSystem files;
    private final Configuration hadoop;

    private ByRename(Path target, FileSystem files, Configuration hadoop) {
      this.target = target;
      this.temporary = TemporaryName.beside(target);
      this.files = files;
      this.hadoop = hadoop;
    }

    @Override
    public FSDataOutputStream open() throws IOException {
      return files.create(temporary, false);
    }

    /** What stands there stays where the file has been swept away: by a run that did not wait. */
    @Override
    public void publish() throws IOException {
      if (isDirectory()) { // a rename would move the file into it
        throw new IOException("Cannot rename " + temporary + " to " + target);
      }
      if (files instanceof RawLocalFileSystem) {
        if (!files.rename(temporary, target)) { // rename(2), which replaces
          throw new IOException("Cannot rename " + temporary + " to " + target);
        }
        return;
      }
      context().rename(temporary, target, Rename.OVERWRITE);
    }

    @Override
    public void discard(Closeable stream) throws IOException {
      try {
        stream.close();
      } finally {
        files.delete(temporary, false);
      }
    }

    private FileContext context() throws IOException {
      FileContext known = CONTEXTS.get(files);
      if (known != null) {
        return known;
      }
      try {
        FileContext made = FileContext.getFileContext(files.getUri(), hadoop);
        CONTEXTS.put(files, made);
        return made;
      } catch (UnsupportedFileSystemException e) {
        throw new IOException(
            "Cannot rename %s to %s: Hadoop knows no rename that replaces for %s. Set fs.AbstractFileSystem.%s.impl"
                .formatted(temporary, target, files.getScheme(), files.getScheme()),
            e);
      }
    }

    private boolean isDirectory() throws IOException {
      return files.exists(target) && files.getFileStatus(target).isDirectory();
    }
  }
}
