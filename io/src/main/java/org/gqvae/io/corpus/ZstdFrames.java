package org.gqvae.io.corpus;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gqvae.io.failure.UsageException;

/**
 * The frames of a zstd file (RFC 8878), still compressed, without what is skippable and without
 * zeros behind the last. It refuses what a decompressor could not take, or not say: frames with
 * windows that memory has no room for, frames that are cut, and other bytes between or behind them.
 */
final class ZstdFrames extends InputStream {
  /** What each decompressor takes. */
  private static final long USUAL_WINDOW_BYTES = 1L << 27;

  /** The logarithm of the largest window. */
  static final int MAX_WINDOW_LOG = 31;

  private static final int FRAME = 0xFD2FB528;
  private static final int SKIPPABLE = 0x184D2A50; // and the next 15
  private static final int BUFFER_BYTES = 1 << 16;

  private final String path;
  private final InputStream file;
  private final long windowBytes;
  private long offset; // in the file, of what is read next
  private ByteBuffer header = ByteBuffer.allocate(0); // what is left of the last header
  private int bodyBytes; // what is left behind it
  private boolean inFrame;
  private boolean isLastBlock;
  private boolean hasChecksum;

  /**
   * Reads on to the first frame.
   *
   * @param path of the file, for messages
   * @param windowBytes the largest window that is taken
   * @throws UsageException here and when it is read further, when a frame has a larger window
   */
  ZstdFrames(InputStream file, String path, long windowBytes) throws IOException {
    this.path = path;
    this.file = new BufferedInputStream(file, BUFFER_BYTES);
    this.windowBytes = Math.max(windowBytes, USUAL_WINDOW_BYTES);
    advance();
  }

  /** A task's share of the memory beside the heap, in bytes. */
  static long memoryOfTask() {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Runtime jvm = Runtime.getRuntime();
    return (machine.getTotalMemorySize() - jvm.maxMemory()) / jvm.availableProcessors();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    while (!header.hasRemaining() && bodyBytes == 0) {
      if (!advance()) {
        return -1;
      }
    }
    if (header.hasRemaining()) {
      int read = Math.min(length, header.remaining());
      header.get(bytes, from, read);
      return read;
    }
    int read = file.read(bytes, from, Math.min(length, bodyBytes));
    if (read < 0) {
      throw ContentException.cut("zstd");
    }
    bodyBytes -= read;
    offset += read;
    return read;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Reads the next header; false behind the last frame. */
  private boolean advance() throws IOException {
    if (!inFrame) {
      return passFrameHeader();
    }
    if (isLastBlock) {
      inFrame = false;
      bodyBytes = hasChecksum ? 4 : 0;
      return true;
    }
    header = need(3);
    int block = header.get(0) & 0xFF | (header.getShort(1) & 0xFFFF) << 8;
    isLastBlock = (block & 1) != 0;
    boolean isRun = (block >> 1 & 3) == 1;
    bodyBytes = isRun ? 1 : block >> 3;
    return true;
  }

  private boolean passFrameHeader() throws IOException {
    long start = offset;
    byte[] magic = readUpTo(4);
    while (magic.length == 4 && (littleEndian(magic).getInt(0) & ~0xF) == SKIPPABLE) {
      passSkippable(need(4).getInt(0) & 0xFFFF_FFFFL);
      start = offset;
      magic = readUpTo(4);
    }
    if (magic.length < 4 && start == 0) {
      throw ContentException.cut("zstd");
    }
    if (magic.length < 4 || littleEndian(magic).getInt(0) != FRAME) {
      Padding.check(magic, file, Signature.ZSTD);
      return false;
    }
    int descriptor = need(1).get(0);
    boolean isSingleSegment = (descriptor >> 5 & 1) != 0;
    int window = isSingleSegment ? 0 : 1;
    int dictionary = (1 << (descriptor & 3)) >> 1; // 0, 1, 2 or 4 bytes
    int sizeCode = descriptor >> 6 & 3;
    int size = sizeCode == 0 ? 1 - window : 1 << sizeCode;
    ByteBuffer rest = need(window + dictionary + size);
    checkWindow(rest, isSingleSegment, size, start);
    header =
        ByteBuffer.allocate(5 + rest.limit()).put(magic).put((byte) descriptor).put(rest).flip();
    hasChecksum = (descriptor >> 2 & 1) != 0;
    inFrame = true;
    isLastBlock = false;
    return true;
  }

  /** A decompressor takes as much memory as the window, or the content where that is smaller. */
  private void checkWindow(ByteBuffer rest, boolean isSingleSegment, int size, long start) {
    long content = size == 0 ? Long.MAX_VALUE : contentBytes(rest, rest.limit() - size);
    long window = isSingleSegment ? content : windowBytes(rest.get(0));
    if (window > 1L << MAX_WINDOW_LOG || Math.min(window, content) > windowBytes) {
      throw new UsageException(
          "Cannot read %s: its zstd frame at byte %d has a window of %,d MiB, and a task has %,d MiB of memory for it. Compress it again with --long=27, or give tasks more memory beside the heap (spark.executor.memoryOverhead) or fewer cores"
              .formatted(path, start, window >> 20, windowBytes >> 20));
    }
  }

  private static long contentBytes(ByteBuffer rest, int at) {
    return switch (rest.limit() - at) {
      case 1 -> rest.get(at) & 0xFF;
      case 2 -> (rest.getShort(at) & 0xFFFF) + 256;
      case 4 -> rest.getInt(at) & 0xFFFF_FFFFL;
      default -> rest.getLong(at) & Long.MAX_VALUE;
    };
  }

  private static long windowBytes(byte descriptor) {
    long base = 1L << (10 + (descriptor >> 3 & 31));
    return base + (base >> 3) * (descriptor & 7);
  }

  private ByteBuffer need(int bytes) throws IOException {
    byte[] read = readUpTo(bytes);
    if (read.length < bytes) {
      throw ContentException.cut("zstd");
    }
    return littleEndian(read);
  }

  /** Reads them, as Hadoop's streams can skip more bytes than there are. */
  private void passSkippable(long bytes) throws IOException {
    byte[] skipped = new byte[BUFFER_BYTES];
    for (long left = bytes; left > 0; ) {
      int read = file.read(skipped, 0, (int) Math.min(left, skipped.length));
      if (read < 0) {
        throw ContentException.cut("zstd");
      }
      left -= read;
    }
    offset += bytes;
  }

  private byte[] readUpTo(int bytes) throws IOException {
    byte[] read = file.readNBytes(bytes);
    offset += read.length;
    return read;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
