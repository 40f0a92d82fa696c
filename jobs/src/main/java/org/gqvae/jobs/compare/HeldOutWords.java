package org.gqvae.jobs.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.gqvae.io.corpus.CorpusPlan;
import org.gqvae.io.corpus.Split;
import org.gqvae.jobs.cli.CorpusSettings;
import org.gqvae.jobs.count.CountSummary;
import org.gqvae.jobs.count.SplitCount;
import org.gqvae.jobs.count.SplitCounter;
import org.gqvae.jobs.rejects.RejectLimit;
import org.gqvae.jobs.rejects.Rejections;
import org.gqvae.jobs.spark.ResultsByTask;
import org.gqvae.jobs.spark.SplitMeter;
import org.gqvae.jobs.spark.SplitTasks;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.text.WordCounts;
import org.gqvae.model.text.WordMap;
import scala.Tuple2;

/**
 * The distinct words of held-out documents, in byte order, with their counts: all of a text that
 * its encoding depends on. They are held by the driver.
 *
 * @param summary counts of the documents, and what was rejected
 */
public record HeldOutWords(List<WordCounts.Entry> entries, CountSummary summary) {

  /**
   * Counts the words that a pre-tokenizer cuts a corpus into: a task for each split.
   *
   * @param check refuses, by throwing, what the driver shall not collect
   */
  static HeldOutWords count(
      CorpusSettings corpus,
      CorpusPlan planned,
      PreTokenizer preTokenizer,
      int wordsInMemory,
      Consumer<CountSummary> check,
      JavaSparkContext context,
      SerializableConfiguration hadoop) {
    List<Split> splits = planned.splits();
    ResultsByTask<SplitCount> found = new ResultsByTask<>();
    context.sc().register(found);
    JavaRDD<WordCounts.Entry> words =
        SplitTasks.of(splits, context)
            .mapPartitions(
                new SplitCounter(
                    corpus.spec(),
                    hadoop,
                    preTokenizer,
                    wordsInMemory,
                    found,
                    SplitMeter.of(splits, context.sc())))
            .mapToPair(entry -> new Tuple2<>(entry.word(), entry.count()))
            .reduceByKey(Long::sum)
            .map(counted -> new WordCounts.Entry(counted._1(), counted._2()));
    long distinct =
        RejectLimit.of(
                found, SplitCount::rejections, splits.size(), corpus.maxFailed(), Rejections::told)
            .hold(context.sc(), words::count); // which leaves the counts on the executors
    CountSummary summary =
        CountSummary.of(
            preTokenizer, found.value().values(), planned.skipped().size(), distinct, List.of());
    check.accept(summary);
    List<WordCounts.Entry> entries = new ArrayList<>(words.collect());
    entries.sort(Comparator.comparing(WordCounts.Entry::word));
    return new HeldOutWords(entries, summary);
  }

  /** The place of each word. */
  public WordMap places() {
    WordMap places = new WordMap(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      places.put(entries.get(i).word(), i);
    }
    return places;
  }
}
