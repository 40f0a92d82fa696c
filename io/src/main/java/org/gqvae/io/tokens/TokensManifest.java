package org.gqvae.io.tokens;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.failure.UsageException;
import org.gqvae.io.storage.JsonFile;
import org.gqvae.io.storage.Lease;
import org.gqvae.io.storage.Storage;

/**
 * {@code _manifest.json}: what a directory of token columns holds. It is written last, so that its
 * presence says that all else is there.
 *
 * @param documentsIn records that were read, readable or not; a record is known by file and
 *     ordinal, not by id
 * @param documentsOut documents that were written
 * @param failed records that no document could be read from
 * @param rejectsKept of these, the ones that stand in {@code _rejects}
 * @param skippedFiles files and directories of the input that were skipped for their names
 * @param empty documents without text, of {@code documentsOut}
 * @param chunks rows of all files
 * @param sourceBytes of the input on disk
 * @param bytesIn bytes of the documents' texts
 * @param charsIn code points of the documents' texts
 * @param words pre-tokens
 * @param tokens token ids, without specials
 * @param specialTokens ids of specials, which only packed files hold
 * @param packing what packing gave; null, and no key of the file, where rows are not packed
 * @param tableMisses words that were not in the word table at first
 * @param verifiedDocuments documents that were decoded again; null where none were to be
 * @param mismatches of those, the ones that did not give their text; null where none were to be
 * @param seconds that it took
 * @param fingerprint of the tokenizer
 * @param files in their order
 */
public record TokensManifest(
    @JsonProperty("documents_in") long documentsIn,
    @JsonProperty("documents_out") long documentsOut,
    @JsonProperty("failed") long failed,
    @JsonProperty("rejects_kept") long rejectsKept,
    @JsonProperty("skipped_files") long skippedFiles,
    @JsonProperty("empty") long empty,
    @JsonProperty("chunks") long chunks,
    @JsonProperty("source_bytes") long sourceBytes,
    @JsonProperty("bytes_in") long bytesIn,
    @JsonProperty("chars_in") long charsIn,
    @JsonProperty("words") long words,
    @JsonProperty("tokens") long tokens,
    @JsonProperty("special_tokens") long specialTokens,
    @JsonInclude(NON_NULL) @JsonProperty("packing") PackingFigures packing,
    @JsonProperty("table_misses") long tableMisses,
    @JsonProperty("verified_documents") Long verifiedDocuments,
    @JsonProperty("mismatches") Long mismatches,
    @JsonProperty("seconds") double seconds,
    @JsonProperty("fingerprint") String fingerprint,
    @JsonProperty("files") List<Part> files) {
  /** The file's name. */
  public static final String FILE_NAME = "_manifest.json";

  /**
   * One file.
   *
   * @param tokens token ids, with specials
   * @param bytes on disk
   * @param sha256 of the file, 64 lower-case hexadecimal digits
   */
  public record Part(
      @JsonProperty("name") String name,
      @JsonProperty("rows") long rows,
      @JsonProperty("tokens") long tokens,
      @JsonProperty("bytes") long bytes,
      @JsonProperty("sha256") String sha256) {
    public Part {
      if (name == null || PartName.parse(name).isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid name of a file: " + name + ", expected part-NNNNN-of-MMMMM.parquet");
      }
      Objects.requireNonNull(sha256, "sha256");
    }

    static Part of(PartFile file) {
      return new Part(
          file.name(),
          file.totals().chunks(),
          file.totals().tokens() + file.totals().specialTokens(),
          file.bytes(),
          file.sha256());
    }
  }

  /**
   * What a run has besides the files' own totals.
   *
   * @param verifiedDocuments null where none were to be verified, and so is {@code mismatches}
   */
  public record RunCounts(
      long documentsIn,
      long failed,
      long rejectsKept,
      long skippedFiles,
      long sourceBytes,
      long tableMisses,
      Long verifiedDocuments,
      Long mismatches) {}

  public TokensManifest {
    if (fingerprint == null) {
      throw new IllegalArgumentException("fingerprint is null");
    }
    if (files == null) {
      throw new IllegalArgumentException("files is null");
    }
    files = List.copyOf(files);
  }

  /**
   * The manifest of finished files, given in their order.
   *
   * @param packing how they were packed; empty where a row is a document
   */
  public static TokensManifest of(
      List<PartFile> files,
      RunCounts counts,
      Optional<Packing> packing,
      String fingerprint,
      double seconds) {
    TokenTotals totals =
        files.stream().map(PartFile::totals).reduce(TokenTotals.NONE, TokenTotals::plus);
    return new TokensManifest(
        counts.documentsIn(),
        totals.documents(),
        counts.failed(),
        counts.rejectsKept(),
        counts.skippedFiles(),
        totals.empty(),
        totals.chunks(),
        counts.sourceBytes(),
        totals.bytes(),
        totals.chars(),
        totals.words(),
        totals.tokens(),
        totals.specialTokens(),
        packing.map(how -> PackingFigures.of(how, totals)).orElse(null),
        counts.tableMisses(),
        counts.verifiedDocuments(),
        counts.mismatches(),
        seconds,
        fingerprint,
        files.stream().map(Part::of).toList());
  }

  /** A fingerprint of the files: the SHA-256 of a line {@code NAME SHA256} for each. */
  public String sha256() {
    MessageDigest digest = Storage.sha256();
    for (Part part : files) {
      digest.update((part.name() + " " + part.sha256() + "\n").getBytes(UTF_8));
    }
    return Storage.hex(digest);
  }

  /**
   * What does not add up; nothing where every record went somewhere, {@code documents_in =
   * documents_out + failed}, and the files give the totals.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (documentsIn != documentsOut + failed) {
      problems.add(
          "documents_in "
              + documentsIn
              + " is not documents_out "
              + documentsOut
              + " + failed "
              + failed);
    }
    if (rejectsKept > failed) {
      problems.add("rejects_kept " + rejectsKept + " is over failed " + failed);
    }
    long rows = files.stream().mapToLong(Part::rows).sum();
    if (chunks != rows) {
      problems.add("chunks " + chunks + " is not the files' sum of rows " + rows);
    }
    long fileTokens = files.stream().mapToLong(Part::tokens).sum();
    if (tokens + specialTokens != fileTokens) {
      problems.add(
          "tokens "
              + tokens
              + " + special_tokens "
              + specialTokens
              + " is not the files' sum of tokens "
              + fileTokens);
    }
    if (empty > documentsOut) {
      problems.add("empty " + empty + " is over documents_out " + documentsOut);
    }
    if (packing != null && tokens + specialTokens != chunks * packing.length()) {
      problems.add(
          "tokens %d + special_tokens %d is not chunks %d of length %d"
              .formatted(tokens, specialTokens, chunks, packing.length()));
    }
    if ((verifiedDocuments == null) != (mismatches == null)) {
      problems.add("verified_documents and mismatches must be null together");
    } else if (verifiedDocuments != null && mismatches > verifiedDocuments) {
      problems.add("mismatches " + mismatches + " is over verified_documents " + verifiedDocuments);
    }
    return problems;
  }

  /**
   * Writes {@code directory/_manifest.json}, after everything else.
   *
   * @throws JobFailedException naming all that does not add up, or where another command has taken
   *     the directory over
   */
  public void write(Path directory, Configuration hadoop) throws IOException {
    if (!problems().isEmpty()) {
      throw new JobFailedException(
          "Token columns do not add up: "
              + String.join("; ", problems())
              + ". Something was lost or is there twice: begin again by --overwrite");
    }
    Lease.checkHeld(directory, hadoop);
    JsonFile.write(new Path(directory, FILE_NAME), this, hadoop);
  }

  /**
   * Reads {@code directory/_manifest.json}.
   *
   * @throws UsageException when it is missing, damaged, or does not add up
   */
  public static TokensManifest read(Path directory, Configuration hadoop) throws IOException {
    Path file = new Path(directory, FILE_NAME);
    String remedy = "expected the output of a finished `gqvae tokenize`";
    JsonNode content = JsonFile.read(file, JsonNode.class, remedy, hadoop);
    TokensManifest manifest =
        JsonFile.read(file, withDefaults(content), TokensManifest.class, remedy);
    if (!manifest.problems().isEmpty()) {
      throw new UsageException(
          "Damaged " + file + ": " + String.join("; ", manifest.problems()) + ", " + remedy);
    }
    return manifest;
  }

  /** The rows of a manifest without packing are not packed; without rejects_kept all are. */
  private static byte[] withDefaults(JsonNode content) {
    if (content instanceof ObjectNode manifest) {
      if (!manifest.has("packing")) {
        manifest.putNull("packing");
      }
      if (!manifest.has("rejects_kept") && manifest.has("failed")) {
        manifest.set("rejects_kept", manifest.get("failed"));
      }
    }
    return content.toString().getBytes(UTF_8);
  }
}
