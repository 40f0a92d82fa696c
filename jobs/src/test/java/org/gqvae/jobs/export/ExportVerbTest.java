package org.gqvae.jobs.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.EncodedWord;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.jobs.CommandLineCall;
import org.gqvae.jobs.FileTree;
import org.gqvae.jobs.TinyRun;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.TokenScores;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.vocabulary.Specials;
import org.gqvae.model.vocabulary.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportVerbTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"VITERBI", "MERGES"})
  void writesWhatHuggingFaceReadsAndTellsWhatItCompared(Policy policy) throws IOException {
    write(tokenizer(policy, "<|user|>"));
    CommandLineCall call = export("--json");
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.jobs()).isEmpty();
    assertThat(FileTree.digests(folder.resolve("out"), name -> true))
        .containsOnlyKeys("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json");
    JsonNode result = call.json().get("result");
    assertThat(result.get("format").textValue()).isEqualTo("huggingface");
    assertThat(result.get("vocabulary_size").intValue()).isEqualTo(262);
    assertThat(result.get("compared_texts").intValue()).isGreaterThan(5_000);
    assertThat(result.has("note")).isFalse();
    assertThat(json("tokenizer.json").at("/model/type").textValue())
        .isEqualTo(policy == Policy.MERGES ? "BPE" : "Unigram");
    assertThat(json("tokenizer_config.json").at("/additional_special_tokens/0").textValue())
        .isEqualTo("<|user|>");
  }

  @Test
  void carriesAChatTemplate() throws IOException {
    write(tokenizer(Policy.VITERBI));
    Path template = Files.writeString(folder.resolve("chat.jinja"), "{{ \u00e9 }}\n");
    CommandLineCall call = export("--chat-template", template.toString());
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(json("tokenizer_config.json").get("chat_template").textValue())
        .isEqualTo("{{ \u00e9 }}\n");
  }

  @Test
  void exportsTheViterbiPolicyOfANeuralTokenizerAndSaysSo() throws IOException {
    TokenizerArtifact tiny =
        TokenizerDirectory.read(hadoop(TinyRun.run().resolve("tokenizer")), new Configuration());
    write(
        TokenizerArtifact.of(
            tiny.manifest().kind(),
            PreTokenizer.GPT2,
            Policy.NEURAL,
            tiny.manifest().strategy(),
            tiny.vocabulary(),
            List.of(),
            tiny.network()));
    CommandLineCall call = export("--json");
    assertThat(call.exitCode()).as(call.err()).isZero();
    JsonNode result = call.json().get("result");
    assertThat(result.get("policy").textValue()).isEqualTo("viterbi");
    assertThat(result.get("note").textValue()).startsWith("The neural policy cannot be exported.");
    assertThat(json("tokenizer.json").at("/model/type").textValue()).isEqualTo("Unigram");
  }

  @Test
  void refusesATokenizerThatTheFormatCannotSay() throws IOException {
    write(tokenizer(Policy.VITERBI, "\u00e9"));
    CommandLineCall call = export();
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .hasLineCount(1)
        .contains("Cannot export " + folder + "/tok: its special '\u00e9' is written as its token");
    assertThat(folder.resolve("out/tokenizer.json")).doesNotExist();
  }

  @Test
  void refusesAllThatIsWrongAtOnce() throws IOException {
    write(tokenizer(Policy.VITERBI));
    Path latin = Files.write(folder.resolve("latin.jinja"), "\u00e9".getBytes(ISO_8859_1));
    Files.createDirectory(folder.resolve("out"));
    Files.createFile(folder.resolve("out/tokenizer.json"));
    CommandLineCall call = export("--chat-template", latin.toString());
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err().lines())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("latin.jinja is not UTF-8. Give a Jinja template"),
            line -> assertThat(line).contains("Output exists: "));
    call = export("--chat-template", folder + "/none.jinja", "--overwrite");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("/none.jinja. Give a file as --chat-template");
    call = export("--format", "sentencepiece");
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .contains("Invalid export.format: sentencepiece (--format sentencepiece), expected one of");
  }

  @Test
  void replacesAnEarlierExport() throws IOException {
    write(tokenizer(Policy.MERGES));
    assertThat(export().exitCode()).isZero();
    var merges = FileTree.digests(folder.resolve("out"), name -> true);
    write(tokenizer(Policy.VITERBI));
    assertThat(export().exitCode()).isEqualTo(2);
    assertThat(FileTree.digests(folder.resolve("out"), name -> true)).isEqualTo(merges);
    assertThat(export("--overwrite").exitCode()).isZero();
    assertThat(json("tokenizer.json").at("/model/type").textValue()).isEqualTo("Unigram");
  }

  @Test
  void tellsItsPlan() throws IOException {
    write(tokenizer(Policy.VITERBI));
    CommandLineCall call = export("--dry-run");
    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out())
        .contains("reads     " + folder + "/tok: control, viterbi, 261 tokens, fingerprint ")
        .contains("writes    " + folder + "/out/tokenizer.json");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private CommandLineCall export(String... more) {
    Stream<String> words =
        Stream.of("export", "--tokenizer", folder + "/tok", "--output", folder + "/out");
    return CommandLineCall.of(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }

  private void write(TokenizerArtifact tokenizer) throws IOException {
    TokenizerDirectory.write(hadoop(folder.resolve("tok")), tokenizer, new Configuration());
  }

  /** Three learned tokens, and a word table. */
  private static TokenizerArtifact tokenizer(Policy policy, String... specials) {
    Vocabulary vocabulary =
        Vocabulary.of(Stream.of("he", " the", "\u00e9").map(t -> t.getBytes(UTF_8)).toList())
            .withSpecials(Specials.of(List.of(specials)));
    long[] scores = new long[vocabulary.ordinaryIds()];
    for (int id = 256; id < scores.length; id++) {
      scores[id] = -id;
    }
    Word word = Word.of(" then");
    return TokenizerArtifact.of(
        TokenizerKind.CONTROL,
        PreTokenizer.GPT2,
        policy,
        "test",
        vocabulary,
        policy == Policy.MERGES ? Optional.of(TokenScores.of(scores)) : Optional.empty(),
        policy == Policy.MERGES
            ? List.of()
            : List.of(new EncodedWord(word, new ViterbiEncoder(vocabulary).encode(word))),
        Optional.empty());
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out").resolve(name).toFile());
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }
}
