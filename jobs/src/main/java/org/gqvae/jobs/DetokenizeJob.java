package org.gqvae.jobs;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.storage.AtomicFile;
import org.gqvae.io.tokens.TokenColumnsReader;
import org.gqvae.io.tokens.TokenSchema.Column;
import org.gqvae.jobs.settings.DetokenizeSettings;
import org.gqvae.jobs.spark.Progress;
import org.gqvae.model.text.Utf8;
import org.gqvae.model.vocabulary.Vocabulary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes token columns: a task for each part file, documents in order. */
public final class DetokenizeJob {
  static final String OWN_NAMES = "part-[0-9]+\\.jsonl|[0-9]+\\.bin|\\..+\\.tmp";

  private static final Logger LOG = LoggerFactory.getLogger(DetokenizeJob.class);
  private static final JsonFactory JSON = new JsonFactory();

  private final SparkSession spark;
  private final DetokenizeSettings settings;

  public DetokenizeJob(SparkSession spark, DetokenizeSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /** A part file and how many documents stand in the parts before it. */
  private record Part(int index, String file, long documentsBefore)
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
      List<Part> parts = parts(context, tokens.files(), hadoop);
      List<Long> written =
          switch (settings.format()) {
            case JSONL ->
                context
                    .parallelize(parts, parts.size())
                    .map(part -> writeLines(part, output, vocabulary.value(), hadoop.value()))
                    .collect();
            case FILES ->
                context
                    .parallelize(parts, parts.size())
                    .map(part -> writeFiles(part, output, vocabulary.value(), hadoop.value()))
                    .collect();
          };
      long documents = written.stream().mapToLong(Long::longValue).sum();
      LOG.info("{} documents: {}", documents, output);
      return documents;
    } finally {
      vocabulary.destroy();
    }
  }

  private static List<Part> parts(
      JavaSparkContext context, List<String> files, SerializableConfiguration hadoop) {
    List<Long> documents =
        context
            .parallelize(files, files.size())
            .map(file -> countDocuments(file, hadoop.value()))
            .collect();
    List<Part> parts = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < files.size(); i++) {
      parts.add(new Part(i, files.get(i), before));
      before += documents.get(i);
    }
    return parts;
  }

  private static long countDocuments(String file, Configuration hadoop) throws IOException {
    long documents = 0;
    try (TokenColumnsReader rows =
        TokenColumnsReader.open(
            new Path(file), EnumSet.of(Column.CHUNK_INDEX), List.of(), hadoop)) {
      while (rows.next()) {
        documents += rows.chunkIndex() == 0 ? 1 : 0;
      }
    }
    return documents;
  }

  private static long writeLines(
      Part part, String output, Vocabulary vocabulary, Configuration hadoop) throws IOException {
    Path path = new Path(output, String.format("part-%05d.jsonl", part.index()));
    long documents = 0;
    try (DecodedDocuments decoded = new DecodedDocuments(part.file(), vocabulary, hadoop);
        AtomicFile file = AtomicFile.create(path, hadoop)) {
      JsonGenerator json = JSON.createGenerator(file.stream(), JsonEncoding.UTF8);
      json.setRootValueSeparator(null);
      while (decoded.next()) {
        writeLine(json, decoded.id(), decoded.text());
        documents++;
      }
      json.flush();
      file.commit();
    }
    return documents;
  }

  private static void writeLine(JsonGenerator json, String id, byte[] text) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id);
    if (Utf8.isWellFormed(text, 0, text.length)) {
      json.writeFieldName("text");
      json.writeUTF8String(text, 0, text.length);
    } else {
      json.writeBinaryField("bytes_base64", text);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private static long writeFiles(
      Part part, String output, Vocabulary vocabulary, Configuration hadoop) throws IOException {
    long ordinal = part.documentsBefore();
    try (DecodedDocuments decoded = new DecodedDocuments(part.file(), vocabulary, hadoop)) {
      while (decoded.next()) {
        Path path = new Path(output, String.format("%05d.bin", ordinal));
        AtomicFile.write(path, decoded.text(), hadoop);
        ordinal++;
      }
    }
    return ordinal - part.documentsBefore();
  }
}
