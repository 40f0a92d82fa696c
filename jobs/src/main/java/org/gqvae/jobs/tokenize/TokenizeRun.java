package org.gqvae.jobs.tokenize;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.corpus.CorpusFingerprint;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.ParquetSettings;
import org.gqvae.io.storage.Storage;
import org.gqvae.jobs.cli.Build;

/**
 * All that the part files of a run depend on: {@code _run.json} beside them. A run is resumed only
 * where it is the same.
 *
 * @param tokenizer the tokenizer's fingerprint
 * @param input the corpus's fingerprint
 * @param format of every file; empty: by extension
 * @param pack ids of a packed row; 0: a row is a document
 * @param shuffle the seed of the documents' order; empty: that of the input
 * @param shuffleFiles files that shuffled documents are spread over, else 0
 * @param parquet the settings of the section {@code tokenize.parquet}
 * @param version of this software
 */
public record TokenizeRun(
    @JsonProperty("tokenizer") String tokenizer,
    @JsonProperty("input") String input,
    @JsonProperty("format") String format,
    @JsonProperty("document") String document,
    @JsonProperty("text_column") String textColumn,
    @JsonProperty("id_column") String idColumn,
    @JsonProperty("keep_columns") List<String> keepColumns,
    @JsonProperty("split_bytes") long splitBytes,
    @JsonProperty("max_tokens_per_row") int maxTokensPerRow,
    @JsonProperty("verify") String verify,
    @JsonProperty("pack") int pack,
    @JsonProperty("shuffle") String shuffle,
    @JsonProperty("shuffle_files") int shuffleFiles,
    @JsonProperty("parquet") Map<String, String> parquet,
    @JsonProperty("version") String version) {
  static final String FILE_NAME = "_run.json";

  /** The directory of the ledger: a file for each finished part, until all are. */
  static final String PROGRESS = "_progress";

  /** What tokenize writes into its output. */
  public static final String OWN_NAMES =
      "part-[0-9]+-of-[0-9]+\\.parquet|_manifest\\.json|_run\\.json|_progress|_rejects|_tokenizer"
          + "|\\..+\\.tmp";

  static TokenizeRun of(
      TokenizeSettings settings, TokenizerArtifact tokenizer, Configuration hadoop) {
    CorpusSpec corpus = settings.corpus().spec();
    return new TokenizeRun(
        tokenizer.manifest().fingerprint(),
        CorpusFingerprint.of(corpus, hadoop).sha256(),
        corpus.format().map(TokenizeRun::spell).orElse(""),
        spell(corpus.documents()),
        corpus.textColumn(),
        corpus.idColumn(),
        corpus.keptColumns(),
        corpus.splitBytes(),
        settings.maxTokensPerRow(),
        spell(settings.verification()),
        settings.pack().orElse(0),
        settings.shuffle().map(ShuffleSettings::seed).orElse(""),
        settings.shuffle().map(ShuffleSettings::files).orElse(0),
        parquet(settings.parquet()),
        Build.version());
  }

  private static Map<String, String> parquet(ParquetSettings parquet) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("codec", spell(parquet.codec()));
    settings.put("zstd-level", Integer.toString(parquet.zstdLevel()));
    settings.put("row-group-bytes", Long.toString(parquet.rowGroupBytes()));
    settings.put("page-bytes", Integer.toString(parquet.pageBytes()));
    settings.put("ids", spell(parquet.ids()));
    return settings;
  }

  /** Writes {@code directory/_run.json}. */
  void write(Path directory, Configuration hadoop) throws IOException {
    JsonFile.write(new Path(directory, FILE_NAME), this, hadoop);
  }

  /**
   * Checks that the run begun in {@code directory} is this one; there may be none.
   *
   * @throws UsageException naming everything that differs
   */
  void checkSame(Path directory, Configuration hadoop) throws IOException {
    Path file = new Path(directory, FILE_NAME);
    if (Storage.isVacant(directory, hadoop)) {
      return;
    }
    String remedy = "so the run cannot be resumed; --overwrite begins it again";
    TokenizeRun begun = JsonFile.read(file, TokenizeRun.class, remedy, hadoop);
    List<String> problems = new ArrayList<>();
    compare(problems, "tokenizer fingerprint", begun.tokenizer, tokenizer);
    compare(problems, "input fingerprint", begun.input, input);
    compare(problems, "input.format", begun.format, format);
    compare(problems, "input.document", begun.document, document);
    compare(problems, "input.text-column", begun.textColumn, textColumn);
    compare(problems, "input.id-column", begun.idColumn, idColumn);
    compare(problems, "input.split-bytes", begun.splitBytes, splitBytes);
    compare(problems, "tokenize.keep-columns", begun.keepColumns, keepColumns);
    compare(problems, "tokenize.max-tokens-per-row", begun.maxTokensPerRow, maxTokensPerRow);
    compare(problems, "tokenize.verify", begun.verify, verify);
    compare(problems, "tokenize.pack", begun.pack, pack);
    compare(problems, "tokenize.shuffle", quoted(begun.shuffle), quoted(shuffle));
    compare(problems, "tokenize.shuffle-files", begun.shuffleFiles, shuffleFiles);
    parquet.forEach(
        (key, value) ->
            compare(problems, "tokenize.parquet." + key, begun.parquet.get(key), value));
    compare(problems, "gqvae version", begun.version, version);
    if (!problems.isEmpty()) {
      throw new UsageException(
          problems.stream()
              .map(
                  problem ->
                      "Cannot resume "
                          + directory
                          + ": "
                          + problem
                          + ". Give what it was begun with, or --overwrite")
              .toList());
    }
  }

  private static void compare(List<String> problems, String what, Object begun, Object now) {
    if (!now.equals(begun)) {
      problems.add("its " + what + " is " + begun + ", this run's is " + now);
    }
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String spell(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
