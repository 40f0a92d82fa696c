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
 * Counts the words of a task's splits together in memory and gives them with their counts, a word
 * perhaps several times: whenever {@code wordsInMemory} distinct ones have come together.
 */
public final class SplitCounter implements FlatMapFunction<Iterator<Split>, WordCounts.Entry> {
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
  public Iterator<WordCounts.Entry> call(Iterator<Split> splits) {
    return new Entries(splits);
  }

  /** The words of all splits. */
  private final class Entries implements Iterator<WordCounts.Entry> {
    private final Iterator<Split> splits;
    private final Deque<WordCounts.Entry> ready = new ArrayDeque<>();
    private WordCounts counts = new WordCounts();
    private OpenSplit split;
    private boolean finished;

    Entries(Iterator<Split> splits) {
      this.splits = splits;
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close());
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
      while (counts.distinctWords() < wordsInMemory && (isOpen() || splits.hasNext())) {
        if (!isOpen()) {
          split = new OpenSplit(splits.next());
        }
        if (!split.countNext(counts)) {
          close();
        }
      }
      finished = !isOpen() && !splits.hasNext();
      ready.addAll(counts.sorted());
      counts = new WordCounts();
    }

    private boolean isOpen() {
      return split != null;
    }

    private void close() {
      if (isOpen()) {
        split.records.close();
        split = null;
      }
    }
  }

  /** A split that is being read, and what it has besides its words. */
  private final class OpenSplit {
    private final Split split;
    private final CorpusReader records;
    private final SplitMeter.Reading reading;
    private final Rejections.Counter rejections = new Rejections.Counter();
    private long documents;
    private long failed;
    private long words;
    private long bytes;
    private long chars;

    OpenSplit(Split split) {
      this.split = split;
      this.records = CorpusReader.open(split, corpus, hadoop.value());
      this.reading = meter.begin(split);
    }

    /**
     * Counts the words of the next record.
     *
     * @return false when there is none; what the split has is then told
     */
    boolean countNext(WordCounts counts) {
      if (!records.hasNext()) {
        reading.end();
        found.add(
            new ResultsByTask.Result<>(
                split.index(),
                new SplitCount(
                    split.index(), documents, failed, words, bytes, chars, rejections.counted())));
        return false;
      }
      CorpusRecord record = records.next();
      if (record instanceof Document document) {
        long wordsBefore = counts.totalWords();
        byte[] text = document.text();
        documents++;
        bytes += text.length;
        chars += Utf8.countCodePoints(text, 0, text.length);
        counts.addText(preTokenizer, text, 0, text.length);
        words += counts.totalWords() - wordsBefore;
        reading.document(text.length);
      } else if (record instanceof Rejected rejected) {
        failed++;
        rejections.add(rejected);
      }
      return true;
    }
  }
}
