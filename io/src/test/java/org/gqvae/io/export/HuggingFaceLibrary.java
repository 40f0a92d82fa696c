package org.gqvae.io.export;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A tokenizer as Hugging Face's own library loads it: native code, which reaches no network. */
final class HuggingFaceLibrary implements AutoCloseable {
  private static final int TEXTS_AT_ONCE = 1_000;

  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ENGINE_CACHE_DIR", Path.of("target", "djl").toAbsolutePath().toString());
  }

  private final long tokenizer;

  /**
   * @param directory of an export
   */
  HuggingFaceLibrary(Path directory) throws IOException {
    LibUtils.checkStatus();
    String json = Files.readString(directory.resolve("tokenizer.json"));
    tokenizer = TokenizersLibrary.LIB.createTokenizerFromString(json);
  }

  /** The ids of each text. */
  List<int[]> encode(List<String> texts) {
    List<int[]> ids = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += TEXTS_AT_ONCE) {
      List<String> some = texts.subList(from, Math.min(texts.size(), from + TEXTS_AT_ONCE));
      String[] inputs = some.toArray(new String[0]);
      for (long encoding : TokenizersLibrary.LIB.batchEncode(tokenizer, inputs, false)) {
        long[] tokens = TokenizersLibrary.LIB.getTokenIds(encoding);
        ids.add(Arrays.stream(tokens).mapToInt(Math::toIntExact).toArray());
        TokenizersLibrary.LIB.deleteEncoding(encoding);
      }
    }
    return ids;
  }

  byte[] decode(int[] ids) {
    long[] tokens = Arrays.stream(ids).asLongStream().toArray();
    return TokenizersLibrary.LIB.decode(tokenizer, tokens, false).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    TokenizersLibrary.LIB.deleteTokenizer(tokenizer);
  }
}
