package org.gqvae.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 80, 200})
  void keepsABarInOneLineWithoutEscapes(int columns) {
    ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(new PrintStream(drawn, true, StandardCharsets.UTF_8), columns);
    try (ProgressBar bar = terminal.bar("tokenize", " MB", 1).setInitialMax(1_000_000).build()) {
      bar.stepTo(123_456);
      bar.setExtraMessage(" 123,456,789 documents");
    }
    String text = drawn.toString(StandardCharsets.UTF_8);
    assertThat(text).startsWith("\rtokenize ").doesNotContain("\033");
    List<String> bars = text.lines().filter(line -> !line.isEmpty()).toList();
    assertThat(bars).isNotEmpty().allSatisfy(bar -> assertThat(bar).hasSize(columns - 1));
  }
}
