package org.gqvae.io.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsWriterTest {
  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void keepsEachRecordAsALine() throws IOException {
    try (RejectsWriter rejects = create()) {
      rejects.reject("a.jsonl", 12, "text is \"null\"", "{}".getBytes(UTF_8));
      rejects.reject("ä.jsonl", 0, "bad UTF-8", new byte[] {(byte) 0xff});
      assertThat(rejects.count()).isEqualTo(2);
      rejects.commit();
    }
    assertThat(directory.resolve("_rejects/part-00003.jsonl"))
        .hasContent(
            """
            {"source":"a.jsonl","offset":12,"reason":"text is \\"null\\"","raw_base64":"e30="}
            {"source":"ä.jsonl","offset":0,"reason":"bad UTF-8","raw_base64":"/w=="}
            """);
  }

  @Test
  void keepsTheFirstTenThousandAndCountsTheOthers() throws IOException {
    try (RejectsWriter rejects = create()) {
      for (int i = 0; i < 10_002; i++) {
        rejects.reject("a.jsonl", i, "not JSON", new byte[0]);
      }
      assertThat(rejects.count()).isEqualTo(10_002);
      assertThat(rejects.kept()).isEqualTo(10_000);
      rejects.commit();
    }
    assertThat(Files.readAllLines(directory.resolve("_rejects/part-00003.jsonl")))
        .hasSize(10_000)
        .last()
        .asString()
        .contains("\"offset\":9999,");
  }

  @Test
  void writesNoFileWhereNothingIsRejected() throws IOException {
    try (RejectsWriter rejects = create()) {
      rejects.commit();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void leavesNoFileWhenGivenUp() throws IOException {
    try (RejectsWriter rejects = create()) {
      rejects.reject("a.jsonl", 12, "a cut last line", new byte[0]);
    }
    assertThat(directory.resolve("_rejects")).isEmptyDirectory();
  }

  private RejectsWriter create() {
    return RejectsWriter.create(new Path(directory.toUri()), new PartName(3, 4), hadoop);
  }
}
