package org.gqvae.jobs;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What came of a command line that was run in this JVM, in the Spark session of the tests.
 *
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record CommandLineCall(int exitCode, String out, String err) {
  /** Runs a command line. It closes the session where it needs one. */
  static CommandLineCall of(String... args) {
    LocalSpark.session();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = new Main(new PrintWriter(out, true), new PrintWriter(err, true)).run(args);
    return new CommandLineCall(exitCode, out.toString(), err.toString());
  }
}
