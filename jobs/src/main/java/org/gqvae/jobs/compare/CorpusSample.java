package org.gqvae.jobs.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.report.Comparison.EncodeSpeed;
import org.gqvae.io.report.Comparison.Sample;
import org.gqvae.jobs.tokenize.WordEncoders;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.text.WordMap;
import org.gqvae.model.tokenizer.SharedWords;
import org.gqvae.model.tokenizer.TokenBuffer;
import org.gqvae.model.tokenizer.WordTable;

/** The first documents of a corpus, on which the driver measures speed and shows tokens. */
final class CorpusSample {
  /** Bytes of a sample that are shown. */
  private static final int SAMPLE_BYTES = 400;

  private final List<Document> documents;
  private final List<Contender> contenders;
  private final List<WordTable> tables; // of each contender, with the documents' words

  /**
   * @param documents none of them empty
   * @param encodings each contender's, of {@code words}
   */
  public CorpusSample(
      List<Document> documents,
      List<Contender> contenders,
      HeldOutWords words,
      List<EncodedWords> encodings) {
    this.documents = documents;
    this.contenders = contenders;
    WordMap places = words.places();
    WordCounts met = new WordCounts();
    documents.forEach(
        document -> met.addText(PreTokenizer.GPT2, document.text(), 0, document.text().length));
    tables = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      SharedWords shared = new SharedWords(Integer.MAX_VALUE);
      for (WordCounts.Entry entry : met.sorted()) {
        int place = (int) places.get(entry.word());
        if (place >= 0) { // a word that was cut with the last document has none
          shared.put(entry.word(), encodings.get(i).ids(place));
        }
      }
      tables.add(
          new WordTable(PreTokenizer.GPT2, shared, WordEncoders.of(contenders.get(i).artifact())));
    }
  }

  /** How fast each contender encodes. */
  public List<EncodeSpeed> speeds(long bytes, int repetitions) {
    List<byte[]> texts = documents.stream().map(Document::text).toList();
    return new EncodeStopwatch(texts, bytes, repetitions).time(tables);
  }

  /** The beginnings of the first documents as each contender cuts them. */
  public List<Sample> samples(int count) {
    List<Sample> samples = new ArrayList<>();
    TokenBuffer buffer = new TokenBuffer();
    for (Document document : documents.subList(0, Math.min(count, documents.size()))) {
      byte[] text = document.text();
      int end = endOfWords(text, SAMPLE_BYTES);
      List<List<byte[]>> tokens = new ArrayList<>();
      for (int i = 0; i < contenders.size(); i++) {
        buffer.clear();
        tables.get(i).encode(text, 0, end, buffer);
        tokens.add(
            Arrays.stream(buffer.toArray())
                .mapToObj(contenders.get(i).vocabulary()::literal)
                .toList());
      }
      samples.add(new Sample(document.id(), tokens));
    }
    return samples;
  }

  /** Where the last word ends that lies within the first bytes of a text. */
  private static int endOfWords(byte[] text, int bytes) {
    if (text.length <= bytes) {
      return text.length;
    }
    int[] end = new int[1];
    PreTokenizer.GPT2.split(
        text, 0, text.length, (word, from, to) -> end[0] = to <= bytes ? to : end[0]);
    return end[0];
  }
}
