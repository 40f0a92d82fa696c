package org.gqvae.io.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import org.gqvae.model.text.ByteScan;

/**
 * Walks over the values of a stream of JSON, however they are cut into lines: those of arrays, and
 * others one after the other. It finds where values end by their brackets and quotes; what else is
 * wrong in one is for its reader to tell.
 */
final class JsonValues implements RecordBytes {
  private static final String REMEDY =
      "Correct it, or let its name end in .jsonl where each line is a record";

  private final InputStream in;
  private final RecordRoom room;
  private byte[] buffer = new byte[RecordRoom.FIRST_BYTES];
  private int at;
  private int limit; // of the bytes read
  private long bufferOffset; // in the stream, of the buffer's first byte
  private int from;
  private int to;
  private long offset;
  private long length;
  private byte[] beginning; // of a value of which no more is kept; null where all is
  private long arrayOffset = -1; // of the array around the value; -1: none
  private boolean isFirst; // in the array
  private final BitSet objects = new BitSet(); // per bracket that is open: is it an object's

  /** The values of a stream that stands at its beginning. */
  JsonValues(InputStream in, RecordRoom room) {
    this.in = in;
    this.room = room;
  }

  @Override
  public boolean next() throws IOException {
    beginning = null;
    shrink();
    while (passSpace()) {
      if (arrayOffset < 0 && buffer[at] == '[') {
        arrayOffset = bufferOffset + at++;
        isFirst = true;
      } else if (arrayOffset >= 0 && buffer[at] == ']') {
        arrayOffset = -1;
        at++;
      } else {
        if (arrayOffset >= 0 && !isFirst) {
          passComma();
        }
        isFirst = false;
        passValue();
        return true;
      }
    }
    if (arrayOffset >= 0) {
      throw cut("the array", arrayOffset);
    }
    return false;
  }

  @Override
  public byte[] bytes() {
    return beginning == null ? buffer : beginning;
  }

  @Override
  public int from() {
    return beginning == null ? from : 0;
  }

  @Override
  public int to() {
    return beginning == null ? to : beginning.length;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isTooLong() {
    return beginning != null;
  }

  @Override
  public String unit() {
    return "record";
  }

  @Override
  public void close() throws IOException {
    room.close();
    in.close();
  }

  private void passComma() throws IOException {
    if (buffer[at] != ',') {
      throw broken("expected ',' or ']'");
    }
    at++;
    if (!passSpace()) {
      throw cut("the array", arrayOffset);
    }
  }

  private void passValue() throws IOException {
    from = at;
    offset = bufferOffset + at;
    objects.clear();
    if (buffer[at] == '{' || buffer[at] == '[') {
      passContainer();
    } else if (buffer[at] == '"') {
      passString();
    } else if (isSeparator(buffer[at])) {
      throw broken("expected a value");
    } else {
      passScalar();
    }
    to = at;
    length = bufferOffset + at - offset;
    if (room.isTooLong(length)) {
      keepBeginning();
    } else if (beginning != null) {
      room.check(length);
    }
  }

  private void passContainer() throws IOException {
    int depth = 0;
    do {
      need();
      switch (buffer[at]) {
        case '"' -> passString();
        case '{', '[' -> {
          objects.set(depth++, buffer[at] == '{');
          at++;
        }
        case '}', ']' -> {
          boolean inObject = objects.get(--depth);
          if (inObject != (buffer[at] == '}')) {
            throw broken("expected '" + (inObject ? '}' : ']') + "'");
          }
          at++;
        }
        default -> at++;
      }
    } while (depth > 0);
  }

  private void passString() throws IOException {
    at++;
    while (true) {
      need();
      at = ByteScan.indexOfControlOr(buffer, at, limit, (byte) '"', (byte) '\\');
      if (at == limit) {
        continue;
      }
      byte b = buffer[at++];
      if (b == '"') {
        return;
      }
      if (b == '\\') {
        need();
        at++;
      }
    }
  }

  /** Numbers, words, and whatever else stands before the next separator. */
  private void passScalar() throws IOException {
    do {
      at++;
    } while ((at < limit || fill()) && !isSeparator(buffer[at]));
  }

  private static boolean isSeparator(byte b) {
    return "{}[],:\"".indexOf(b) >= 0 || JsonScanner.isSpace(b);
  }

  /** Stands at the next byte that is no white space; false at the end. */
  private boolean passSpace() throws IOException {
    while (true) {
      from = at;
      if (at == limit && !fill()) {
        return false;
      }
      if (bufferOffset + at == 0) {
        at = ByteOrderMark.skip(buffer, at, limit);
      }
      while (at < limit && JsonScanner.isSpace(buffer[at])) {
        at++;
      }
      if (at < limit) {
        return true;
      }
    }
  }

  private void need() throws IOException {
    if (at == limit && !fill()) {
      throw cut("the record", offset);
    }
  }

  /** Reads on behind the value so far, which moves to the buffer's start; false at the end. */
  private boolean fill() throws IOException {
    if (room.isOver(at - from) || beginning != null) { // no more of it is kept
      keepBeginning();
      from = at;
    }
    System.arraycopy(buffer, from, buffer, 0, limit - from);
    bufferOffset += from;
    limit -= from;
    at -= from;
    from = 0;
    if (limit == buffer.length) {
      buffer = room.grown(buffer);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(read, 0);
    return read > 0;
  }

  /** Gives back what a long value has made of the buffer. */
  private void shrink() {
    byte[] shrunk = room.shrunk(buffer, at, limit);
    if (shrunk != buffer) {
      buffer = shrunk;
      bufferOffset += at;
      limit -= at;
      at = 0;
    }
  }

  private void keepBeginning() {
    if (beginning == null) {
      int kept = Math.min(at - from, Rejected.MAX_BYTES_OF_TOO_LONG);
      beginning = Arrays.copyOfRange(buffer, from, from + kept);
    }
  }

  private ContentException broken(String problem) {
    return new ContentException(
        "it is no JSON at byte %d: %s. %s".formatted(bufferOffset + at, problem, REMEDY));
  }

  private static ContentException cut(String what, long offset) {
    return new ContentException(
        "it is cut: it ends within %s that begins at byte %d. %s".formatted(what, offset, REMEDY));
  }
}
