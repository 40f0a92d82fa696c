package org.gqvae.jobs.export;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.Storage;

/** The file that {@code --chat-template} names. */
final class ChatTemplate {
  private ChatTemplate() {}

  /**
   * The file's text.
   *
   * @throws UsageException when it is missing or no UTF-8
   */
  static String read(String file, Configuration hadoop) {
    try {
      byte[] content = Storage.read(new Path(file), hadoop);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (FileNotFoundException e) {
      throw new UsageException("Missing " + file + ". Give a file as --chat-template");
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "Invalid --chat-template: " + file + " is not UTF-8. Give a Jinja template in UTF-8");
    } catch (IOException e) {
      throw JobFailedException.cannot("read " + file, e);
    }
  }
}
