package org.gqvae.io.tokens;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.DamagedFileException;
import org.gqvae.io.storage.IntListReader;
import org.gqvae.io.storage.RowGroupReader;

/**
 * Reads the ids and the loss masks of a file of packed rows, row by row in order.
 *
 * <p>A {@link UsageException} names the file that is missing, damaged or no packed rows.
 */
public final class PackedRowsReader implements Closeable {
  private static final int INPUT_IDS = 0; // among the columns that are read
  private static final int LOSS_MASK = 1;

  private final Path path;
  private final RowGroupReader file;

  private PackedRowsReader(Path path, RowGroupReader file) {
    this.path = path;
    this.file = file;
  }

  /** Begins before the first row. */
  public static PackedRowsReader open(Path path, Configuration hadoop) throws IOException {
    try {
      return new PackedRowsReader(
          path, RowGroupReader.open(path, PackedRowsReader::project, hadoop));
    } catch (FileNotFoundException e) {
      throw TokenColumnsReader.refused(path, "it is missing");
    } catch (DamagedFileException e) {
      throw TokenColumnsReader.refused(path, e.problem());
    } catch (IllegalArgumentException e) {
      throw TokenColumnsReader.refused(path, e.getMessage());
    }
  }

  private static MessageType project(MessageType message) {
    if (!PackedSchema.isThatOf(message)) {
      throw new IllegalArgumentException("it has not the columns of packed rows");
    }
    return new MessageType(
        message.getName(),
        message.getType(PackedSchema.INPUT_IDS),
        message.getType(PackedSchema.LOSS_MASK));
  }

  /**
   * Steps to the next row.
   *
   * @return false when there is none
   * @throws UsageException when the file is damaged
   */
  public boolean next() throws IOException {
    try {
      if (!file.nextRow()) {
        return false;
      }
      file.read(this::readRow);
      return true;
    } catch (DamagedFileException e) {
      throw TokenColumnsReader.refused(path, e.problem());
    }
  }

  private void readRow() {
    inputIds().next();
    lossMask().next();
    int masks = lossMask().to() - lossMask().from();
    if (length() != masks) {
      throw new DamagedFileException(
          path, "a row has %d input_ids and %d of loss_mask".formatted(length(), masks));
    }
  }

  /** The list of the row's ids, which the reader moves on. */
  public IntListReader inputIds() {
    return file.list(INPUT_IDS);
  }

  /** The list of the row's masks, 0 for pads, which the reader moves on. */
  public IntListReader lossMask() {
    return file.list(LOSS_MASK);
  }

  /** The number of the row's ids, and of its masks. */
  public int length() {
    return inputIds().to() - inputIds().from();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
