package org.gqvae.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.corpus.Split;
import org.gqvae.io.failure.UsageException;

/**
 * The texts of a benchmark below one directory: of each corpus, the tokenizer is learned from every
 * eighth document, and the others are measured.
 *
 * @param directory holds learned/, measured/ and job/, with files of JSON lines
 */
record BenchTexts(Path directory) {
  static final String BOOKS = "books_fiction";
  static final String MULTILINGUAL = "multilingual_handbook";
  private static final List<String> CORPORA =
      List.of(BOOKS, "wikitext2_raw", "code_java", MULTILINGUAL);
  private static final int LEARNED_FROM = 8;

  // About 650 MB of books, in files of which each is a split.
  private static final int JOB_FILES = 18;
  private static final int COPIES_A_FILE = 3;

  /**
   * Divides the corpora, and writes the measured books several times over for the job.
   *
   * @throws UsageException when a corpus is missing
   */
  static BenchTexts prepare(Path corpora, Path directory) throws IOException {
    BenchTexts texts = new BenchTexts(directory);
    for (String part : List.of("learned", "measured", "job")) {
      Files.createDirectories(directory.resolve(part));
    }
    for (String corpus : CORPORA) {
      Path file = corpora.resolve(corpus + ".jsonl");
      if (!Files.isRegularFile(file)) {
        throw new UsageException("There is no " + file + ". Give the texts' directory: --corpora");
      }
      List<String> learned = new ArrayList<>();
      List<String> measured = new ArrayList<>();
      for (String line : Files.readAllLines(file, UTF_8)) {
        boolean isLearned = (learned.size() + measured.size()) % LEARNED_FROM == 0;
        (isLearned ? learned : measured).add(line);
      }
      Files.write(texts.file("learned", corpus), learned);
      Files.write(texts.file("measured", corpus), measured);
    }
    byte[] books = Files.readAllBytes(texts.file("measured", BOOKS));
    for (int i = 0; i < JOB_FILES; i++) {
      try (var out = Files.newOutputStream(texts.file("job", "books-" + i))) {
        for (int copy = 0; copy < COPIES_A_FILE; copy++) {
          out.write(books);
        }
      }
    }
    return texts;
  }

  /**
   * Writes books as one line of {@code megabytes} without white space, over and over.
   *
   * @return the file
   */
  Path longLine(int megabytes) throws IOException {
    byte[] books =
        measured(BOOKS).stream()
            .map(text -> new String(text, UTF_8).replaceAll("\\s+", ""))
            .collect(Collectors.joining())
            .getBytes(UTF_8);
    Path file = directory.resolve("line-" + megabytes + ".txt");
    try (var out = Files.newOutputStream(file)) {
      for (int rest = megabytes * 1_000_000; rest > 0; rest -= books.length) {
        out.write(books, 0, Math.min(rest, books.length));
      }
    }
    return file;
  }

  /** What the tokenizer is learned from. */
  List<byte[]> learned() {
    return CORPORA.stream().flatMap(corpus -> read(file("learned", corpus)).stream()).toList();
  }

  /** Books, articles and source code: the measured documents of all corpora but the last. */
  List<byte[]> mixed() {
    return CORPORA.subList(0, 3).stream()
        .flatMap(corpus -> read(file("measured", corpus)).stream())
        .toList();
  }

  /** The measured documents of one corpus. */
  List<byte[]> measured(String corpus) {
    return read(file("measured", corpus));
  }

  /** The directory that the job reads. */
  Path job() {
    return directory.resolve("job");
  }

  private Path file(String part, String corpus) {
    return directory.resolve(part).resolve(corpus + ".jsonl");
  }

  private static List<byte[]> read(Path file) {
    Configuration hadoop = new Configuration();
    CorpusSpec spec = CorpusSpec.of(file.toString());
    List<byte[]> texts = new ArrayList<>();
    for (Split split : CorpusReader.plan(spec, hadoop).splits()) {
      try (CorpusReader records = CorpusReader.open(split, spec, hadoop)) {
        while (records.hasNext()) {
          if (records.next() instanceof Document document) {
            texts.add(document.text());
          }
        }
      }
    }
    return texts;
  }
}
