package org.gqvae.jobs.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a command line came to: the one line of {@code --json}.
 *
 * @param verb null where the command line has none
 * @param problems what stderr tells behind {@code gqvae:}
 * @param output the directory of {@code --output}; null where there is none
 * @param plan the lines of {@code --dry-run}; null without it, or where settings are wrong
 * @param result the verb's headline figures; null where it did not come to its end
 */
public record CommandReport(
    @JsonProperty("verb") String verb,
    @JsonProperty("exit_code") int exitCode,
    @JsonProperty("seconds") double seconds,
    @JsonProperty("problems") List<String> problems,
    @JsonProperty("output") String output,
    @JsonProperty("plan") List<String> plan,
    @JsonProperty("result") Figures result) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The report as JSON without line breaks. */
  public String line() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
