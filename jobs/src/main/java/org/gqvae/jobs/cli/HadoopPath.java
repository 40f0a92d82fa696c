package org.gqvae.jobs.cli;

import org.apache.hadoop.fs.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes an option's value that Hadoop can make a path of, globs included. */
public final class HadoopPath implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    if (value.isBlank()) {
      throw new TypeConversionException("it is empty, expected a Hadoop path");
    }
    if (value.equals("~") || value.startsWith("~/")) {
      throw new TypeConversionException(
          value
              + " begins with ~, which the shell alone expands, and not in quotes. Leave the quotes"
              + " out, or write $HOME; for a name that is ~, write ./~");
    }
    try {
      new Path(value);
      return value;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "%s is no Hadoop path: %s. Where a name has a colon, begin with ./ or /"
              .formatted(value, e.getMessage()));
    }
  }
}
