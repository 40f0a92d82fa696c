package org.gqvae.jobs.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.gqvae.io.corpus.Split;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;

/**
 * The splits of a corpus as the tasks of a stage, where possible on machines that have them. A task
 * gets its own splits; Spark's parallel collections would send the machines of all to each.
 */
public final class SplitTasks extends RDD<Split> {
  private static final long serialVersionUID = 1L;

  /** As many tasks keep any cluster busy to its end. */
  private static final int ENOUGH_TASKS = 1_000;

  private static final int MOST_SPLITS = 16;

  private final transient List<Task> tasks; // on the driver

  private SplitTasks(List<Task> tasks, JavaSparkContext context) {
    super(context.sc(), ScalaLists.of(List.of()), ClassTag$.MODULE$.apply(Split.class));
    this.tasks = tasks;
  }

  /** A task for each split. */
  public static JavaRDD<Split> of(List<Split> splits, JavaSparkContext context) {
    return of(splits, 1, context);
  }

  /**
   * Tasks of up to 16 consecutive splits where there are over 1,000 of these, so that what a task
   * hands on is put together of more. It depends on the number of splits alone.
   */
  public static JavaRDD<Split> grouped(List<Split> splits, JavaSparkContext context) {
    return of(splits, Math.max(1, Math.min(MOST_SPLITS, splits.size() / ENOUGH_TASKS)), context);
  }

  private static JavaRDD<Split> of(List<Split> splits, int together, JavaSparkContext context) {
    List<Task> tasks = new ArrayList<>();
    for (int from = 0; from < splits.size(); from += together) {
      int to = Math.min(splits.size(), from + together);
      tasks.add(new Task(tasks.size(), List.copyOf(splits.subList(from, to))));
    }
    return new SplitTasks(tasks, context).toJavaRDD();
  }

  /** The splits of one task, which are sent with it. */
  private record Task(int index, List<Split> splits) implements Partition {}

  @Override
  public Partition[] getPartitions() {
    return tasks.toArray(Partition[]::new);
  }

  @Override
  public Iterator<Split> compute(Partition partition, TaskContext context) {
    return ScalaLists.<Split>of(((Task) partition).splits()).iterator();
  }

  @Override
  public scala.collection.immutable.List<String> getPreferredLocations(Partition partition) {
    return ScalaLists.of(((Task) partition).splits().get(0).hosts());
  }
}
