package org.gqvae.io.export;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.storage.AtomicFile;

/** A file of little-endian numbers that appears whole or not at all. */
final class NumberFile implements Closeable {
  private static final int BUFFER_BYTES = 1 << 20;

  /** Writes ids in half of the time that a buffer takes, which moves its position for each. */
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final AtomicFile file;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private NumberFile(AtomicFile file) {
    this.file = file;
  }

  static NumberFile create(Path path, Configuration hadoop) throws IOException {
    return new NumberFile(AtomicFile.create(path, hadoop));
  }

  void put8(int value) throws IOException {
    room(Byte.BYTES).put((byte) value);
  }

  void put16(int value) throws IOException {
    room(Short.BYTES).putShort((short) value);
  }

  void put32(int value) throws IOException {
    room(Integer.BYTES).putInt(value);
  }

  void put64(long value) throws IOException {
    room(Long.BYTES).putLong(value);
  }

  void put(byte[] bytes) throws IOException {
    flush();
    file.stream().write(bytes);
  }

  /**
   * Appends ids.
   *
   * @param layout says how, and of which vocabulary they are
   * @throws IllegalArgumentException when one is not of the vocabulary
   */
  void ids(int[] ids, int from, int to, ExportLayout layout) throws IOException {
    int width = layout.ids().bytes();
    int vocabularySize = layout.vocabularySize();
    for (int next = from; next < to; ) {
      room(width);
      int end = (int) Math.min(to, next + (long) buffer.remaining() / width);
      switch (layout.ids()) {
        case UINT16 -> {
          int at = buffer.position();
          for (int i = next; i < end; i++) {
            SHORT.set(buffer.array(), at, (short) checked(ids[i], vocabularySize));
            at += Short.BYTES;
          }
          buffer.position(at);
        }
        case INT32, UINT32 -> {
          for (int i = next; i < end; i++) {
            checked(ids[i], vocabularySize);
          }
          buffer.asIntBuffer().put(ids, next, end - next);
          buffer.position(buffer.position() + (end - next) * width);
        }
      }
      next = end;
    }
  }

  AtomicFile.Written commit() throws IOException {
    flush();
    return file.commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static int checked(int id, int vocabularySize) {
    if (Integer.compareUnsigned(id, vocabularySize) >= 0) {
      throw new IllegalArgumentException(
          "id " + id + " is not in its vocabulary of " + vocabularySize + " ids");
    }
    return id;
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    file.stream().write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
