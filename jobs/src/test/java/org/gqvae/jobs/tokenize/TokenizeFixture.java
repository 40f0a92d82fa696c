package org.gqvae.jobs.tokenize;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.artifact.EncodedWord;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.io.artifact.TokenizerKind;
import org.gqvae.io.corpus.CorpusFingerprint;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokenRow;
import org.gqvae.io.tokens.TokensManifest;
import org.gqvae.jobs.LocalSpark;
import org.gqvae.jobs.cli.OutputDirectory;
import org.gqvae.jobs.cli.OutputMode;
import org.gqvae.jobs.spark.ResultsByTask;
import org.gqvae.jobs.spark.SplitMeter;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Word;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.tokenizer.ViterbiEncoder;
import org.gqvae.model.vocabulary.Vocabulary;

/** A folder with a small tokenizer and lines of text to tokenize in splits of 2 kB. */
public final class TokenizeFixture {
  public static final Configuration HADOOP = new Configuration();
  public static final Vocabulary VOCABULARY =
      Vocabulary.of(
          Stream.of(" the", "the", " cat", "ing", "mi", "ce", "ö", "\n\n")
              .map(text -> text.getBytes(StandardCharsets.UTF_8))
              .toList());

  private final Path folder;

  public TokenizeFixture(Path folder) throws IOException {
    this.folder = folder;
    ViterbiEncoder encoder = new ViterbiEncoder(VOCABULARY);
    List<EncodedWord> table =
        Stream.of(" cat", "the")
            .map(text -> Word.of(text.getBytes(StandardCharsets.UTF_8)))
            .map(word -> new EncodedWord(word, encoder.encode(List.of(word)).get(0)))
            .toList();
    TokenizerDirectory.write(
        hadoopPath("tokenizer"),
        TokenizerArtifact.of(
            TokenizerKind.GQVAE,
            PreTokenizer.GPT2,
            Policy.VITERBI,
            "segments",
            VOCABULARY,
            table,
            Optional.empty()),
        HADOOP);
  }

  /** Lines of words, of random bytes, and empty ones; seeded. */
  public List<byte[]> writeLines(int count) throws IOException {
    Random random = new Random(7);
    List<byte[]> documents = new ArrayList<>();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      byte[] line =
          ("the cat is catching mice größer and " + i + " more ".repeat(random.nextInt(9)))
              .getBytes(StandardCharsets.UTF_8);
      if (i % 5 == 1) {
        random.nextBytes(line);
        for (int j = 0; j < line.length; j++) {
          line[j] = line[j] == '\n' ? 0 : line[j];
        }
      } else if (i % 5 == 2) {
        line = new byte[0];
      }
      documents.add(line);
      file.writeBytes(line);
      file.write('\n');
    }
    write("lines.txt", file.toByteArray());
    return documents;
  }

  /** Writes a file of the corpus. */
  public void write(String name, byte[] content) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.write(folder.resolve("in").resolve(name), content);
  }

  public TokensManifest tokenize(String output, OutputMode mode, String... assignments) {
    return tokenize(LocalSpark.session(), output, mode, assignments);
  }

  public TokensManifest tokenize(
      SparkSession spark, String output, OutputMode mode, String... assignments) {
    return new TokenizeJob(spark, settings(output, mode, assignments)).run();
  }

  /**
   * @param output a name in the folder, or a path with its file system
   */
  public TokenizeSettings settings(String output, OutputMode mode, String... assignments) {
    List<String> all = new ArrayList<>(List.of("input.split-bytes=2kB"));
    all.addAll(List.of(assignments));
    String place = output.contains(":") ? output : folder.resolve(output).toString();
    return TokenizeSettings.read(
        LocalSpark.settings(all.toArray(String[]::new)),
        folder.resolve("tokenizer").toString(),
        folder.resolve("in").toString(),
        new OutputDirectory(place, mode, TokenizeJob.OWN_NAMES, true));
  }

  /** Makes the output look as if a run of these settings had begun there. */
  public void begin(String output, TokenizeSettings settings) throws IOException {
    CorpusFingerprint input = CorpusFingerprint.of(settings.corpus().spec(), HADOOP);
    TokenizeJob.identity(settings, tokenizer(settings), input).write(hadoopPath(output), HADOOP);
  }

  /** What tokenizes single splits, as tasks do. */
  public SplitTokenizer splitTokenizer(TokenizeSettings settings) {
    List<Split> splits = splits(settings);
    return new SplitTokenizer(
        spec(settings, SplitMeter.unread(splits)), splits.size(), new ResultsByTask<>());
  }

  /** What tasks of a run of these settings know. */
  public TokenizeSpec spec(TokenizeSettings settings, SplitMeter meter) {
    return TokenizeSpec.of(
        settings, tokenizer(settings), meter, new SerializableConfiguration(HADOOP));
  }

  /** The documents of token columns in their order, file by file; the chunks of each. */
  public List<List<List<TokenRow>>> documents(String output) throws IOException {
    List<List<List<TokenRow>>> files = new ArrayList<>();
    TokensManifest manifest = TokensManifest.read(hadoopPath(output), HADOOP);
    for (TokensManifest.Part part : manifest.files()) {
      org.apache.hadoop.fs.Path file =
          new org.apache.hadoop.fs.Path(hadoopPath(output), part.name());
      List<List<TokenRow>> documents = new ArrayList<>();
      try (TokenColumnsReader rows = TokenColumnsReader.open(file, HADOOP)) {
        while (rows.next()) {
          if (rows.chunkIndex() == 0) {
            documents.add(new ArrayList<>());
          }
          documents.get(documents.size() - 1).add(rows.row());
        }
      }
      files.add(documents);
    }
    return files;
  }

  org.apache.hadoop.fs.Path hadoopPath(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toString());
  }

  public static List<Split> splits(TokenizeSettings settings) {
    return CorpusReader.plan(settings.corpus().spec(), HADOOP).splits();
  }

  private static TokenizerArtifact tokenizer(TokenizeSettings settings) {
    return Tokenizers.read(settings.tokenizer(), settings.policy(), HADOOP);
  }
}
