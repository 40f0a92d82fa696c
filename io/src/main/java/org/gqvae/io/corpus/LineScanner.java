package org.gqvae.io.corpus;

import java.io.IOException;
import java.io.InputStream;
import org.gqvae.model.text.ByteScan;

/** Walks over the lines of a stream; {@code \n} is not part of them. */
final class LineScanner implements RecordBytes {
  private final InputStream in;
  private final long endOffset; // offset from which on no line of this scanner begins
  private final RecordRoom room;
  private byte[] buffer;
  private int position; // of the first byte after the line
  private int limit; // of the bytes read
  private long nextOffset; // in the stream, of position
  private int from;
  private int to;
  private long offset;
  private long lineBytes;
  private boolean isEnded;

  private LineScanner(InputStream in, long nextOffset, long endOffset, RecordRoom room) {
    long rangeBytes = endOffset - nextOffset;
    this.in = in;
    this.buffer = new byte[1 + (int) Math.min(RecordRoom.FIRST_BYTES - 1, Math.max(0, rangeBytes))];
    this.nextOffset = nextOffset;
    this.endOffset = endOffset;
    this.room = room;
  }

  /** All lines of a stream. */
  static LineScanner over(InputStream in, RecordRoom room) {
    return new LineScanner(in, 0, Long.MAX_VALUE, room);
  }

  /**
   * The lines that begin in {@code [start, end)}.
   *
   * @param in stands at {@code start - 1}, or at 0 where that is the start
   */
  static LineScanner overRange(InputStream in, long start, long end, RecordRoom room)
      throws IOException {
    if (start == 0) {
      return new LineScanner(in, 0, end, room);
    }
    LineScanner lines = new LineScanner(in, start - 1, end, room);
    try {
      lines.skipLine();
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return lines;
  }

  @Override
  public boolean next() throws IOException {
    if (nextOffset >= endOffset) {
      return false;
    }
    shrink();
    offset = nextOffset;
    from = position;
    int pending = 0; // bytes of the line that hold no newline
    while (true) {
      int newline = indexOfNewline(from + pending);
      if (newline >= 0) {
        endLine(newline, newline + 1);
        return true;
      }
      pending = limit - from;
      if (room.isOver(pending)) {
        skipRestOfLine(Math.min(pending, Rejected.MAX_BYTES_OF_TOO_LONG));
        room.check(lineBytes);
        return true;
      }
      if (!fill()) {
        endLine(limit, limit);
        return lineBytes > 0;
      }
    }
  }

  @Override
  public byte[] bytes() {
    return buffer;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long length() {
    return lineBytes;
  }

  /** Whether {@code \n} stands behind the line. */
  boolean isEnded() {
    return isEnded;
  }

  @Override
  public boolean isTooLong() {
    return room.isTooLong(lineBytes);
  }

  @Override
  public String unit() {
    return "line";
  }

  @Override
  public void close() throws IOException {
    room.close();
    in.close();
  }

  /** Gives back what a long line has made of the buffer. */
  private void shrink() {
    byte[] shrunk = room.shrunk(buffer, position, limit);
    if (shrunk != buffer) {
      buffer = shrunk;
      limit -= position;
      position = 0;
    }
  }

  private void endLine(int lineEnd, int nextPosition) {
    lineBytes = lineEnd - from;
    to = isTooLong() ? from + Math.min(lineEnd - from, Rejected.MAX_BYTES_OF_TOO_LONG) : lineEnd;
    isEnded = nextPosition > lineEnd;
    nextOffset += nextPosition - from;
    position = nextPosition;
  }

  /** Runs to the line's end, keeping {@code kept} bytes of it at the start of the buffer. */
  private void skipRestOfLine(int kept) throws IOException {
    long skipped = limit - from;
    System.arraycopy(buffer, from, buffer, 0, kept);
    from = 0;
    to = kept;
    while (true) {
      limit = kept;
      int read = in.read(buffer, kept, buffer.length - kept);
      if (read < 0) {
        position = limit;
        lineBytes = skipped;
        nextOffset += skipped;
        return;
      }
      limit = kept + read;
      int newline = indexOfNewline(kept);
      if (newline >= 0) {
        position = newline + 1;
        lineBytes = skipped + (newline - kept);
        nextOffset += lineBytes + 1;
        return;
      }
      skipped += read;
    }
  }

  /** Runs past the next newline, or to where no line of this scanner begins. */
  private void skipLine() throws IOException {
    do {
      int newline = indexOfNewline(position);
      if (newline >= 0) {
        nextOffset += newline + 1 - position;
        position = newline + 1;
        return;
      }
      nextOffset += limit - position;
      position = limit;
      from = limit;
    } while (nextOffset < endOffset && fill());
  }

  /** Reads on behind the line so far, which moves to the buffer's start; false at the end. */
  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, limit - from);
      limit -= from;
      position -= from;
      from = 0;
    }
    if (limit == buffer.length) {
      buffer = room.grown(buffer);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      return false;
    }
    limit += read;
    return true;
  }

  /** The place of the next newline among the bytes read, or -1. */
  private int indexOfNewline(int start) {
    int newline = ByteScan.indexOf(buffer, start, limit, (byte) '\n');
    return newline < limit ? newline : -1;
  }
}
