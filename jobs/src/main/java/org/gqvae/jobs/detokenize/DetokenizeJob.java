package org.gqvae.jobs.detokenize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.corpus.JsonOutput;
import org.gqvae.io.failure.JobFailedException;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.storage.Storage;
import org.gqvae.io.tokens.ListedFile;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokenSchema.Column;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.model.vocabulary.Vocabulary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes token columns: a task for each part file, documents in order. */
public final class DetokenizeJob {
  public static final String OWN_NAMES = "part-[0-9]+\\.jsonl|[0-9]+\\.bin|_SUCCESS|\\..+\\.tmp";

  private static final Logger LOG = LoggerFactory.getLogger(DetokenizeJob.class);

  private final SparkSession spark;
  private final DetokenizeSettings settings;

  public DetokenizeJob(SparkSession spark, DetokenizeSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /** A part file and how many documents stand in the parts before it. */
  private record Part(int index, ListedFile file, long documentsBefore)
      implements java.io.Serializable {}

  /**
   * Decodes and writes.
   *
   * @return the number of documents
   */
  public long run() {
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    TokenColumns tokens = TokenColumns.open(settings.tokens(), hadoop.value());
    settings.output().prepare(hadoop.value());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Vocabulary> vocabulary = context.broadcast(tokens.tokenizer().vocabulary());
    String output = settings.output().qualified(hadoop.value()).toString();
    try (Progress progress = Progress.of(spark, "detokenize")) {
      progress.phase("%,d files of %s".formatted(tokens.files().size(), settings.tokens()));
      List<Long> written =
          switch (settings.format()) {
            case JSONL -> {
              List<Part> parts = parts(tokens.files(), List.of());
              yield context
                  .parallelize(parts, parts.size())
                  .map(part -> writeLines(part, output, vocabulary.value(), hadoop.value()))
                  .collect();
            }
            case FILES -> {
              List<Part> parts =
                  parts(tokens.files(), countDocuments(context, tokens.files(), hadoop));
              yield context
                  .parallelize(parts, parts.size())
                  .map(part -> writeFiles(part, output, vocabulary.value(), hadoop.value()))
                  .collect();
            }
          };
      long documents = written.stream().mapToLong(Long::longValue).sum();
      settings.output().checkWritten(names(written), hadoop.value());
      sweep(hadoop.value());
      settings.output().finish(hadoop.value());
      LOG.info("{} documents: {}", documents, output);
      return documents;
    } finally {
      vocabulary.destroy();
    }
  }

  /** Removes what killed attempts at files have left. */
  private void sweep(Configuration hadoop) {
    try {
      Storage.sweep(new Path(settings.output().path()), hadoop);
    } catch (IOException e) {
      throw JobFailedException.cannot("clear the output " + settings.output().path(), e);
    }
  }

  /** The names of all files, given the documents of each part. */
  private List<String> names(List<Long> documents) {
    return switch (settings.format()) {
      case JSONL ->
          IntStream.range(0, documents.size()).mapToObj(DetokenizeJob::linesName).toList();
      case FILES ->
          LongStream.range(0, documents.stream().mapToLong(Long::longValue).sum())
              .mapToObj(DetokenizeJob::documentName)
              .toList();
    };
  }

  private static String linesName(int part) {
    return String.format(Locale.ROOT, "part-%05d.jsonl", part);
  }

  private static String documentName(long ordinal) {
    return String.format(Locale.ROOT, "%05d.bin", ordinal);
  }

  /**
   * @param documents of each file; none where it does not matter what stands before a part
   */
  private static List<Part> parts(List<ListedFile> files, List<Long> documents) {
    List<Part> parts = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < files.size(); i++) {
      parts.add(new Part(i, files.get(i), before));
      before += documents.isEmpty() ? 0 : documents.get(i);
    }
    return parts;
  }

  private static List<Long> countDocuments(
      JavaSparkContext context, List<ListedFile> files, SerializableConfiguration hadoop) {
    return context
        .parallelize(files, files.size())
        .map(file -> countDocuments(file, hadoop.value()))
        .collect();
  }

  private static long countDocuments(ListedFile file, Configuration hadoop) throws IOException {
    long documents = 0;
    try (TokenColumnsReader rows =
        TokenColumnsReader.open(
            new Path(file.path()), EnumSet.of(Column.CHUNK_INDEX), List.of(), hadoop)) {
      while (rows.next()) {
        documents += rows.chunkIndex() == 0 ? 1 : 0;
      }
    }
    return documents;
  }

  private static long writeLines(
      Part part, String output, Vocabulary vocabulary, Configuration hadoop) throws IOException {
    Path path = new Path(output, linesName(part.index()));
    long documents = 0;
    try (DecodedDocuments decoded = new DecodedDocuments(part.file(), vocabulary, hadoop);
        JsonOutput lines = new JsonOutput(path, hadoop)) {
      while (decoded.next()) {
        lines.write(new Document(decoded.id(), decoded.text()));
        documents++;
      }
      lines.commit();
    }
    return documents;
  }

  private static long writeFiles(
      Part part, String output, Vocabulary vocabulary, Configuration hadoop) throws IOException {
    long ordinal = part.documentsBefore();
    try (DecodedDocuments decoded = new DecodedDocuments(part.file(), vocabulary, hadoop)) {
      while (decoded.next()) {
        Path path = new Path(output, documentName(ordinal));
        AtomicFile.write(path, decoded.text(), hadoop);
        ordinal++;
      }
    }
    return ordinal - part.documentsBefore();
  }
}
