package org.gqvae.jobs.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** Takes an option's value for a path on this machine, where it could be a Hadoop path too. */
final class LocalPath implements ITypeConverter<Path> {
  @Override
  public Path convert(String value) {
    return Path.of(new HadoopPath().convert(value));
  }
}
