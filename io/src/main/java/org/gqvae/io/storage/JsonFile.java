package org.gqvae.io.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.UsageException;

/**
 * A record as an indented JSON file in UTF-8. Keys stand in the order of the record's components;
 * reading is strict: every key must be there, once, with its own type, and no other.
 */
public final class JsonFile {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .serializationInclusion(JsonInclude.Include.ALWAYS)
          .build();
  private static final ObjectWriter WRITER = MAPPER.writer(new Layout());

  /** How Jackson says that a key is missing, with its own setting behind it. */
  private static final Pattern MISSING =
      Pattern.compile("Missing creator property '([^']+)' \\(index \\d+\\).*");

  /** What stands before the simple name of a class in Jackson's messages. */
  private static final Pattern QUALIFIER = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");

  private JsonFile() {}

  /** Writes {@code value}, whole or not at all. */
  public static AtomicFile.Written write(Path file, Object value, Configuration hadoop)
      throws IOException {
    return AtomicFile.write(file, bytes(value), hadoop);
  }

  /**
   * Reads a record. Its Jackson annotations name the keys.
   *
   * @param remedy what a user can do when the file is missing or damaged: {@code "run tokenize
   *     again"}
   * @throws UsageException when the file is missing or does not hold such a record
   */
  public static <T> T read(Path file, Class<T> type, String remedy, Configuration hadoop)
      throws IOException {
    byte[] content;
    try {
      content = Storage.read(file, hadoop);
    } catch (FileNotFoundException e) {
      throw new UsageException("Missing " + file + ", " + remedy);
    }
    return read(file, content, type, remedy);
  }

  /**
   * The record that the content of {@code file} holds.
   *
   * @param remedy what a user can do when the file is damaged
   * @throws UsageException when it does not hold such a record
   */
  public static <T> T read(Object file, byte[] content, Class<T> type, String remedy) {
    try {
      return parse(content, type);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Damaged " + file + ": " + e.getMessage() + ", " + remedy);
    }
  }

  /**
   * The record that a file's content holds.
   *
   * @throws IllegalArgumentException when it does not hold such a record; one line says why
   */
  public static <T> T parse(byte[] content, Class<T> type) {
    try {
      T value = MAPPER.readValue(content, type);
      if (value == null) {
        throw new IllegalArgumentException("it holds null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(reason(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file's content for {@code value}. */
  static byte[] bytes(Object value) throws IOException {
    return (WRITER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The problem in one line: a record's own refusal, or what Jackson says, without its trace. */
  private static String reason(JsonProcessingException e) {
    Throwable cause = e.getCause() instanceof IllegalArgumentException own ? own : e;
    String message =
        cause instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : String.valueOf(cause.getMessage());
    String said = message.lines().findFirst().orElse("").strip();
    String line = QUALIFIER.matcher(MISSING.matcher(said).replaceAll("Missing $1")).replaceAll("");
    return e.getLocation() == null
        ? line
        : line + " (line " + Math.max(1, e.getLocation().getLineNr()) + ")";
  }

  private static final class Layout extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    Layout() {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      indentObjectsWith(indenter);
      indentArraysWith(indenter);
    }

    private Layout(Layout base) {
      super(base);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new Layout(this);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(": ");
    }
  }
}
