package org.gqvae.io.tokens;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.gqvae.io.storage.ParquetSettings.IdEncoding;

/**
 * The columns of packed rows, all required, lists of one length in all rows.
 *
 * <pre>input_ids list&lt;int32&gt;, seq_start_id list&lt;int32&gt;, loss_mask list&lt;int8&gt;
 * </pre>
 */
final class PackedSchema {
  /** The places of the leaves in the Parquet schema. */
  static final int INPUT_IDS = 0;

  static final int SEQ_START_ID = 1;
  static final int LOSS_MASK = 2;

  private static final MessageType MESSAGE =
      Types.buildMessage()
          .addFields(
              Types.requiredList().requiredElement(INT32).named("input_ids"),
              Types.requiredList().requiredElement(INT32).named("seq_start_id"),
              Types.requiredList()
                  .element(Types.required(INT32).as(intType(8, true)).named("element"))
                  .named("loss_mask"))
          .named("packed");

  private PackedSchema() {}

  static MessageType message() {
    return MESSAGE;
  }

  /** The dotted paths of the leaf columns whose distinct values are written once. */
  static Set<String> dictionaryColumns(IdEncoding ids) {
    return ids == IdEncoding.DICTIONARY
        ? Set.of("input_ids.list.element", "seq_start_id.list.element", "loss_mask.list.element")
        : Set.of("seq_start_id.list.element", "loss_mask.list.element");
  }

  /** Whether a file has these columns. */
  static boolean isThatOf(MessageType message) {
    return message.getFields().equals(MESSAGE.getFields());
  }
}
