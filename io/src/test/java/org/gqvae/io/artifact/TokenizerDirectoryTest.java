package org.gqvae.io.artifact;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.Version;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.RowGroupWriter;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerDirectoryTest {
  private static final TokenizerArtifact GOLDEN = GoldenTokenizer.artifact();
  private static final String GOLDEN_FINGERPRINT =
      "53ca8cfd281784ba2e9674ccd898cc11102897aa4c6089c9c084938fa43169ea";

  /** Spark 4's, which writes other bytes. */
  private static final String OTHER_PARQUET = "version 1.17.0 ";

  private static final TokenizerArtifact MERGES =
      TokenizerArtifact.of(
          TokenizerKind.BPE,
          PreTokenizer.GPT2,
          Policy.MERGES,
          "merges",
          GoldenTokenizer.vocabulary(),
          Optional.of(TokenScores.of(LongStream.range(0, 263).map(id -> 3 - id).toArray())),
          List.of(),
          Optional.empty());

  private final Configuration hadoop = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void keepsLoadingFormatVersion2() throws Exception {
    URI golden = TokenizerDirectoryTest.class.getResource("format-2").toURI();

    TokenizerArtifact loaded = TokenizerDirectory.read(new Path(golden), hadoop);

    assertThat(loaded).isEqualTo(GOLDEN);
    assertThat(loaded.manifest().fingerprint()).isEqualTo(GOLDEN_FINGERPRINT);
  }

  @Test
  void writesThatFormat() throws Exception {
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    java.nio.file.Path golden =
        java.nio.file.Path.of(TokenizerDirectoryTest.class.getResource("format-2").toURI());

    assertThat(names("tok"))
        .containsExactly(
            "manifest.json", "network.bin", "network.json", "vocab.tsv", "word_table.parquet");
    for (String name : names("tok")) {
      if (!name.equals("word_table.parquet") || !Version.FULL_VERSION.contains(OTHER_PARQUET)) {
        assertThat(directory.resolve("tok").resolve(name))
            .hasSameBinaryContentAs(golden.resolve(name));
      }
    }
    assertThat(TokenizerDirectory.read(path("tok"), hadoop)).isEqualTo(GOLDEN);
    assertThat(names("")).containsExactly("tok");
  }

  @Test
  void givesATokenizerWithoutNetworkOrWordsBack() throws IOException {
    TokenizerDirectory.write(path("tok"), MERGES, hadoop);

    assertThat(TokenizerDirectory.read(path("tok"), hadoop)).isEqualTo(MERGES);
    assertThat(names("tok"))
        .containsExactly("manifest.json", "scores.tsv", "vocab.tsv", "word_table.parquet");
    assertThat(Files.readAllLines(directory.resolve("tok/scores.tsv")))
        .hasSize(263)
        .startsWith("0\t3", "1\t2")
        .endsWith("262\t-259");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "vocab.tsv", "scores.tsv"})
  void noticesEveryChangeOfATokenizerWithScores(String name) throws IOException {
    TokenizerDirectory.write(path("tok"), MERGES, hadoop);
    java.nio.file.Path file = directory.resolve("tok").resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i += 1 + whole.length / 300) {
      byte[] garbled = whole.clone();
      garbled[i] ^= 1;
      Files.write(file, garbled);
      try {
        TokenizerArtifact loaded = TokenizerDirectory.read(path("tok"), hadoop);
        assertThat(loaded.scores()).isEqualTo(MERGES.scores()); // the strategy's name alone
        assertThat(name).isEqualTo("manifest.json");
      } catch (UsageException e) {
        assertThat(e.problems()).singleElement().asString().contains("tok").contains("expected");
      }
    }
    Files.delete(file);
    assertRefused("", name.equals("scores.tsv") ? "there are no scores" : name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          97\\t-94 ; 97\\t-095  ; line 98 is no line of id 97 and its score
          97\\t-94 ; 97\\t      ; line 98 is no line of id 97 and its score
          97\\t-94 ; 98\\t-94   ; line 98 is no line of id 97 and its score
          97\\t-94 ; 97\\t-93   ; its fingerprint is
          97\\t-94 ; 97\\t-288230376151711745 ; Invalid score of id 97
          262\\t-259\\n ; ''     ; there are 262 scores, expected 263
          """)
  void saysWhatIsWrongWithScores(String good, String bad, String problem) throws IOException {
    TokenizerDirectory.write(path("tok"), MERGES, hadoop);
    java.nio.file.Path file = directory.resolve("tok/scores.tsv");
    String whole = Files.readString(file);
    String changed = whole.replace(unescaped(good), unescaped(bad));
    assertThat(changed).isNotEqualTo(whole);
    Files.writeString(file, changed);

    assertRefused("Damaged ", problem);
  }

  @Test
  void readsADescriptionByItself() throws IOException {
    TokenizerDirectory.writeDescription(path("tok"), GOLDEN.description(), hadoop);

    assertThat(names("tok")).containsExactly("manifest.json", "vocab.tsv");
    assertThat(TokenizerDirectory.readDescription(path("tok"), hadoop))
        .isEqualTo(GOLDEN.description());
    assertRefused("Missing ", "word_table.parquet");
  }

  @Test
  void leavesNothingOfATokenizerThatItReplaces() throws IOException {
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    TokenizerDirectory.write(path("tok"), MERGES, hadoop);

    assertThat(TokenizerDirectory.read(path("tok"), hadoop)).isEqualTo(MERGES);
    assertThat(names("tok"))
        .containsExactly("manifest.json", "scores.tsv", "vocab.tsv", "word_table.parquet");
  }

  @Test
  void isNoTokenizerUntilItsManifestStands() throws IOException {
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    assertThat(TokenizerDirectory.isWhole(path("tok"), hadoop)).isTrue();

    Files.delete(directory.resolve("tok/manifest.json"));
    assertThat(TokenizerDirectory.isWhole(path("tok"), hadoop)).isFalse();
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    assertThat(TokenizerDirectory.read(path("tok"), hadoop)).isEqualTo(GOLDEN);
  }

  @Test
  void replacesATokenizerAndNothingElse() throws IOException {
    TokenizerDirectory.writeDescription(path("tok"), GOLDEN.description(), hadoop);
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    assertThat(TokenizerDirectory.read(path("tok"), hadoop)).isEqualTo(GOLDEN);
    assertThat(names("")).containsExactly("tok");

    Files.createDirectory(directory.resolve("precious"));
    Files.createFile(directory.resolve("precious/thesis.tex"));
    assertThatThrownBy(() -> TokenizerDirectory.write(path("precious"), GOLDEN, hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Output exists and is no tokenizer: ");
    assertThat(names("precious")).containsExactly("thesis.tex");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "vocab.tsv", "word_table.parquet", "network.json"})
  void namesTheFileThatIsMissing(String name) throws IOException {
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    Files.delete(directory.resolve("tok").resolve(name));

    assertRefused("Missing ", name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"manifest.json", "vocab.tsv", "word_table.parquet", "network.json", "network.bin"})
  void refusesAFileThatIsCutAnywhere(String name) throws IOException {
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    java.nio.file.Path file = directory.resolve("tok").resolve(name);
    byte[] whole = Files.readAllBytes(file);
    boolean endsInNewLine = name.equals("manifest.json"); // which JSON can do without

    for (int length = 0;
        length < whole.length - (endsInNewLine ? 1 : 0);
        length += 1 + whole.length / 150) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused("", "tok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"manifest.json", "vocab.tsv", "word_table.parquet", "network.json", "network.bin"})
  void neverTakesAGarbledFileForAnotherTokenizer(String name) throws IOException {
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    java.nio.file.Path file = directory.resolve("tok").resolve(name);
    byte[] whole = Files.readAllBytes(file);

    for (int mask : new int[] {0x01, 0x80}) {
      for (int i = 0; i < whole.length; i += 1 + whole.length / 200) {
        byte[] garbled = whole.clone();
        garbled[i] ^= (byte) mask;
        Files.write(file, garbled);
        try {
          TokenizerArtifact loaded = TokenizerDirectory.read(path("tok"), hadoop);
          // What has no say in encoding may change: Parquet's remarks, the strategy's name.
          assertThat(loaded.manifest().fingerprint()).isEqualTo(GOLDEN.manifest().fingerprint());
          assertThat(loaded.vocabulary()).isEqualTo(GOLDEN.vocabulary());
          assertThat(loaded.wordTable()).isEqualTo(GOLDEN.wordTable());
          assertThat(loaded.network()).isEqualTo(GOLDEN.network());
          assertThat(name).isIn("manifest.json", "word_table.parquet");
        } catch (UsageException e) {
          assertThat(e.problems()).singleElement().asString().contains("tok").contains("expected");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          manifest.json ; "format_version": 2 ; "format_version": 3   ; Invalid format_version: 3
          manifest.json ; 17.0.0              ; 16.0.0                ; Invalid unicode_version: 16.0.0
          manifest.json ; gqvae               ; sentencepiece         ; Invalid kind: sentencepiece
          manifest.json ; viterbi             ; greedy                ; Invalid policy: greedy
          manifest.json ; viterbi             ; neural                ; its fingerprint is
          manifest.json ; "<|pad|>": 264      ; "<|pad|>": 265        ; has specials
          manifest.json ; "<|user|>"          ; ""                    ; Invalid special: '' is blank
          manifest.json ; "<|pad|>"           ; "<|fill|>"            ; expected first
          manifest.json ; gpt2                ; gpt4                  ; Invalid pre_tokenizer: gpt4, expected one of gpt2, cl100k, o200k
          manifest.json ; gpt2                ; cl100k                ; its fingerprint is
          manifest.json ; "kind"              ; "kin"                 ; Missing kind
          manifest.json ; segments            ; Seg ments             ; Invalid strategy: Seg ments
          vocab.tsv     ; 97\\ta\\t           ; 97\\tb\\t             ; line 98 has b, expected a
          vocab.tsv     ; 259\\t              ; 260\\t                ; line 260 is no line of id 259
          vocab.tsv     ; 259\\t              ; 2147483648\\t         ; line 260 is no line of id 259
          vocab.tsv     ; 97\\ta\\t           ; 97\\ta\\t9223372036854775807 ; line 98 has count
          vocab.tsv     ; 97\\ta\\t           ; 97\\ta\\t-             ; expected 267 of them, none negative
          vocab.tsv     ; ing                 ; \\x20the              ; Learned token given twice
          vocab.tsv     ; ing                 ; aaa                   ; in byte order
          vocab.tsv     ; ing                 ; i                     ; expected 2 to 16
          """)
  void saysWhatIsWrong(String name, String good, String bad, String problem) throws IOException {
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    java.nio.file.Path file = directory.resolve("tok").resolve(name);
    String whole = Files.readString(file);
    String changed = whole.replace(unescaped(good), unescaped(bad));
    assertThat(changed).isNotEqualTo(whole);
    Files.writeString(file, changed);

    assertRefused("Damaged ", problem);
  }

  @Test
  void refusesAnEarlierFormatWithWhatToDo() throws IOException {
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    Files.writeString(directory.resolve("tok/manifest.json"), "{\"format_version\": 1}");
    assertThatThrownBy(() -> TokenizerDirectory.read(path("tok"), hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("/tok/manifest.json has format_version 1, whose ids follow other")
        .hasMessageEndingWith(
            "this version of gqvae reads 2. Distill the run again, or make the baseline again");

    TokenizerDirectory.writeDescription(path("D/_tokenizer"), GOLDEN.description(), hadoop);
    Files.writeString(directory.resolve("D/_tokenizer/manifest.json"), "{\"format_version\": 1}");
    assertThatThrownBy(() -> TokenizerDirectory.readDescription(path("D/_tokenizer"), hadoop))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("/D/_tokenizer/manifest.json has format_version 1")
        .hasMessageEndingWith(
            "Tokenize the corpus again, or read these tokens with the version of gqvae that wrote"
                + " them");
  }

  @Test
  void replacesATokenizerOfAnEarlierFormatWithoutARest() throws IOException {
    TokenizerDirectory.writeDescription(path("tok"), GOLDEN.description(), hadoop);
    Files.writeString(directory.resolve("tok/manifest.json"), "{\"format_version\": 1}");
    Files.createFile(directory.resolve("tok/words.parquet"));
    TokenizerDirectory.write(path("tok"), MERGES, hadoop);

    assertThat(names("tok"))
        .containsExactly("manifest.json", "scores.tsv", "vocab.tsv", "word_table.parquet");
    assertThat(TokenizerDirectory.read(path("tok"), hadoop)).isEqualTo(MERGES);
  }

  @Test
  void refusesAWordTableThatIsNotTheVocabularys() {
    Word word = Word.of("he");
    int he = GoldenTokenizer.vocabulary().idOf(word.toBytes(), 0, 2);

    assertWordTableRefused("the ids of he stand for other bytes", new EncodedWord(word, he('x')));
    assertWordTableRefused("he has id -1, expected 0 to 262", new EncodedWord(word, he(-1)));
    assertWordTableRefused("he has id 263", new EncodedWord(word, he(263)));
    assertWordTableRefused(
        "he stands after he", new EncodedWord(word, he(he)), new EncodedWord(word, he(he)));
  }

  @Test
  void refusesANeuralPolicyWithoutANetwork() {
    assertThatThrownBy(
            () ->
                TokenizerArtifact.of(
                    TokenizerKind.GQVAE,
                    PreTokenizer.GPT2,
                    Policy.NEURAL,
                    "segments",
                    GoldenTokenizer.vocabulary(),
                    List.of(),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no network");
  }

  @Test
  void refusesMergesWithoutScores() {
    assertThatThrownBy(() -> with(Policy.MERGES, GOLDEN.vocabulary(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are no scores");
  }

  @Test
  void fingerprintsEverythingThatDecidesAnEncoding() {
    List<TokenizerArtifact> all =
        List.of(
            GOLDEN,
            MERGES,
            withScores(0),
            withScores(1),
            with(Policy.VITERBI, GOLDEN.vocabulary().withCounts(new long[267]), GOLDEN.wordTable()),
            with(Policy.VITERBI, GOLDEN.vocabulary(), GOLDEN.wordTable()),
            with(
                Policy.VITERBI,
                GOLDEN.vocabulary().withSpecials(Specials.STANDARD),
                GOLDEN.wordTable()),
            with(Policy.VITERBI, GOLDEN.vocabulary(), GOLDEN.wordTable().subList(1, 3)));

    assertThat(all)
        .extracting(tokenizer -> tokenizer.manifest().fingerprint())
        .doesNotHaveDuplicates();
  }

  /** Runs of equal values take no room in Parquet: these ten million ids take some bytes. */
  @Test
  void refusesAWordOfMoreIdsThanBytesBeforeItHasReadThem() throws IOException {
    TokenizerDirectory.write(path("tok"), GOLDEN, hadoop);
    MessageType schema =
        Types.buildMessage()
            .addField(Types.required(BINARY).named("word"))
            .addField(Types.requiredList().requiredElement(INT32).named("ids"))
            .named("words");
    try (RowGroupWriter writer =
        RowGroupWriter.create(
            new Path(path("tok"), "word_table.parquet"),
            schema,
            Set.of(),
            ParquetSettings.DEFAULT,
            hadoop)) {
      writer.column(0).write(Binary.fromString("he"), 0, 0);
      int[] ids = new int[10_000_000];
      Arrays.fill(ids, 'h');
      writer.list(1).write(ids, 0, ids.length);
      writer.endRow();
      writer.commit(Map.of());
    }
    assertThat(Files.size(directory.resolve("tok/word_table.parquet"))).isLessThan(100_000);
    assertRefused("Damaged ", "he has more ids than its 2 bytes");
  }

  private static TokenizerArtifact withScores(long last) {
    long[] scores = new long[263];
    scores[262] = last;
    return TokenizerArtifact.of(
        TokenizerKind.UNIGRAM,
        PreTokenizer.GPT2,
        Policy.VITERBI,
        "unigram",
        GOLDEN.vocabulary(),
        Optional.of(TokenScores.of(scores)),
        GOLDEN.wordTable(),
        Optional.empty());
  }

  private static TokenizerArtifact with(
      Policy policy, Vocabulary vocabulary, List<EncodedWord> wordTable) {
    return TokenizerArtifact.of(
        TokenizerKind.GQVAE,
        PreTokenizer.GPT2,
        policy,
        "segments",
        vocabulary,
        wordTable,
        Optional.empty());
  }

  private static int[] he(int... ids) {
    return ids;
  }

  private static void assertWordTableRefused(String problem, EncodedWord... wordTable) {
    assertThatThrownBy(() -> with(Policy.VITERBI, GoldenTokenizer.vocabulary(), List.of(wordTable)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  private void assertRefused(String start, String part) {
    UsageException refused =
        catchThrowableOfType(
            UsageException.class, () -> TokenizerDirectory.read(path("tok"), hadoop));
    assertThat(refused).isNotNull();
    assertThat(refused.problems()).singleElement().asString().startsWith(start).contains(part);
    assertThat(refused.getMessage())
        .contains("expected a tokenizer directory as `gqvae distill` writes it");
  }

  private static String unescaped(String cell) {
    return cell.replace("\\t", "\t").replace("\\n", "\n");
  }

  private Path path(String name) {
    return new Path(directory.resolve(name).toUri());
  }

  private List<String> names(String name) throws IOException {
    try (Stream<java.nio.file.Path> entries = Files.list(directory.resolve(name))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
