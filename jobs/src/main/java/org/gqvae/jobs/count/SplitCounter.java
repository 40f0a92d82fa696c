package org.gqvae.jobs.count;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.gqvae.io.corpus.CorpusReader;
import org.gqvae.io.corpus.CorpusRecord;
import org.gqvae.io.corpus.CorpusSpec;
import org.gqvae.io.corpus.Document;
import org.gqvae.io.corpus.Rejected;
import org.gqvae.io.corpus.Split;
import org.gqvae.jobs.rejects.Rejections;
import org.gqvae.jobs.spark.ResultsByTask;
import org.gqvae.jobs.spark.SplitMeter;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.Utf8;
import org.gqvae.model.text.WordCounts;

/**
 * Counts the words of a split in memory and gives them with their counts, a word perhaps several
 * times: whenever {@code wordsInMemory} distinct ones have come together.
 */
public final class SplitCounter implements FlatMapFunction<Split, WordCounts.Entry> {
  private static final long serialVersionUID = 1L;

  private final CorpusSpec corpus;
  private final SerializableConfiguration hadoop;
  private final PreTokenizer preTokenizer;
  private final int wordsInMemory;
  private final ResultsByTask<SplitCount> found;
  private final SplitMeter meter;

  public SplitCounter(
      CorpusSpec corpus,
      SerializableConfiguration hadoop,
      PreTokenizer preTokenizer,
      int wordsInMemory,
      ResultsByTask<SplitCount> found,
      SplitMeter meter) {
    this.corpus = corpus;
    this.hadoop = hadoop;
    this.preTokenizer = preTokenizer;
    this.wordsInMemory = wordsInMemory;
    this.found = found;
    this.meter = meter;
  }

  @Override
  public Iterator<WordCounts.Entry> call(Split split) {
    return new Entries(split);
  }

  private final class Entries implements Iterator<WordCounts.Entry> {
    private final Split split;
    private final CorpusReader records;
    private final SplitMeter.Reading reading;
    private final Deque<WordCounts.Entry> ready = new ArrayDeque<>();
    private final Rejections.Counter rejections = new Rejections.Counter();
    private WordCounts counts = new WordCounts();
    private long documents;
    private long failed;
    private long words;
    private long bytes;
    private long chars;
    private boolean finished;

    Entries(Split split) {
      this.split = split;
      this.records = CorpusReader.open(split, corpus, hadoop.value());
      this.reading = meter.begin(split);
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> records.close());
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && !finished) {
        readOn();
      }
      return !ready.isEmpty();
    }

    @Override
    public WordCounts.Entry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void readOn() {
      while (counts.distinctWords() < wordsInMemory && records.hasNext()) {
        count(records.next());
      }
      finished = !records.hasNext();
      words += counts.totalWords();
      ready.addAll(counts.sorted());
      counts = new WordCounts();
      if (finished) {
        records.close();
        reading.end();
        found.add(
            new ResultsByTask.Result<>(
                split.index(),
                new SplitCount(
                    split.index(), documents, failed, words, bytes, chars, rejections.counted())));
      }
    }

    private void count(CorpusRecord record) {
      if (record instanceof Document document) {
        byte[] text = document.text();
        documents++;
        bytes += text.length;
        chars += Utf8.countCodePoints(text, 0, text.length);
        counts.addText(preTokenizer, text, 0, text.length);
        reading.document(text.length);
      } else if (record instanceof Rejected rejected) {
        failed++;
        rejections.add(rejected);
      }
    }
  }
}
