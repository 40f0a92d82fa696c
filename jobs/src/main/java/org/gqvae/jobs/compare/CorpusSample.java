package org.gqvae.jobs.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
   * @param words of each pre-tokenizer that a contender has
   * @param encodings each contender's, of its {@code words}
   */
  public CorpusSample(
      List<Document> documents,
      List<Contender> contenders,
      Map<PreTokenizer, HeldOutWords> words,
      List<EncodedWords> encodings) {
    this.documents = documents;
    this.contenders = contenders;
    Map<PreTokenizer, WordMap> places = new EnumMap<>(PreTokenizer.class);
    Map<PreTokenizer, List<WordCounts.Entry>> met = new EnumMap<>(PreTokenizer.class);
    words.forEach(
        (preTokenizer, cut) -> {
          places.put(preTokenizer, cut.places());
          met.put(preTokenizer, met(preTokenizer));
        });
    tables = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      PreTokenizer preTokenizer = contenders.get(i).preTokenizer();
      SharedWords shared = new SharedWords(Integer.MAX_VALUE);
      for (WordCounts.Entry entry : met.get(preTokenizer)) {
        int place = (int) places.get(preTokenizer).get(entry.word());
        if (place >= 0) { // a word that was cut with the last document has none
          shared.put(entry.word(), encodings.get(i).ids(place));
        }
      }
      tables.add(
          new WordTable(preTokenizer, shared, WordEncoders.of(contenders.get(i).artifact())));
    }
  }

  private List<WordCounts.Entry> met(PreTokenizer preTokenizer) {
    WordCounts met = new WordCounts();
    documents.forEach(
        document -> met.addText(preTokenizer, document.text(), 0, document.text().length));
    return met.sorted();
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

  /** The last place within the first bytes of a text where every contender ends a word. */
  private int endOfWords(byte[] text, int bytes) {
    if (text.length <= bytes) {
      return text.length;
    }
    BitSet ends = new BitSet();
    ends.set(0, bytes + 1);
    for (Contender contender : contenders) {
      BitSet own = new BitSet();
      own.set(0);
      contender.preTokenizer().split(text, 0, text.length, (word, from, to) -> own.set(to));
      ends.and(own);
    }
    return ends.length() - 1;
  }
}
