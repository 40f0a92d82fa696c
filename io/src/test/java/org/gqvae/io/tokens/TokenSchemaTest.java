package org.gqvae.io.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.parquet.schema.MessageTypeParser;
import org.gqvae.io.failure.UsageException;
import org.junit.jupiter.api.Test;

class TokenSchemaTest {
  @Test
  void hasTheEightFixedColumnsThenTheKeptOnes() {
    assertThat(new TokenSchema(List.of("lang")).message())
        .isEqualTo(
            MessageTypeParser.parseMessageType(
                """
                message tokens {
                  required binary id (STRING);
                  required int32 chunk_index;
                  required group input_ids (LIST) {
                    repeated group list {
                      required int32 element;
                    }
                  }
                  required int32 token_count;
                  required int32 word_count;
                  required int64 char_count;
                  required int64 byte_count;
                  required binary status (STRING);
                  optional binary lang (STRING);
                }
                """));
  }

  @Test
  void refusesKeptColumnsThatCannotStandBesideTheFixedOnesAllAtOnce() {
    assertThatThrownBy(() -> new TokenSchema(List.of("status", "lang", "lang", "")))
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "Invalid kept column status: token columns have a column of that name,"
                            + " rename it in the input or leave it out",
                        "Invalid kept column lang: it is named twice, name it once",
                        "Invalid kept column: a name is empty, expected names of input columns"));
  }

  @Test
  void namesTheColumnThatIsNotAsExpected() {
    assertThatThrownBy(
            () ->
                TokenSchema.of(
                    MessageTypeParser.parseMessageType(
                        "message m { optional binary id (STRING); }")))
        .hasMessage(
            "column id is `optional binary id (STRING)`, expected `required binary id (STRING)`");
    assertThatThrownBy(() -> TokenSchema.of(MessageTypeParser.parseMessageType("message m { }")))
        .hasMessage("column id is missing");
  }

  @Test
  void namesFilesByTheirPlace() {
    assertThat(new PartName(3, 12).fileName()).isEqualTo("part-00003-of-00012.parquet");
    assertThat(new PartName(3, 12).rejectsFileName()).isEqualTo("part-00003.jsonl");
    assertThat(PartName.parse("part-00003-of-00012.parquet")).contains(new PartName(3, 12));
    assertThat(PartName.parse("part-123456-of-200000.parquet"))
        .contains(new PartName(123_456, 200_000));
    assertThat(PartName.parse("part-00012-of-00012.parquet")).isEmpty();
    assertThat(PartName.parse("part-0-of-1.parquet")).isEmpty();
  }
}
