package org.gqvae.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.gqvae.io.corpus.Split;
import org.gqvae.jobs.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

class SplitTasksTest {
  private final JavaSparkContext context =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  @Test
  void eachTaskHasOneSplitInTheirOrder() {
    List<Split> splits = splits(5);

    assertThat(SplitTasks.of(splits, context).glom().collect())
        .isEqualTo(splits.stream().map(List::of).toList());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1999, 1999", "2000, 1000", "160000, 10000"})
  void manySplitsAreCountedSeveralATask(int splits, int tasks) {
    JavaRDD<Split> grouped = SplitTasks.grouped(splits(splits), context);

    assertThat(grouped.getNumPartitions()).isEqualTo(tasks);
    List<Integer> first =
        JavaConverters.seqAsJavaList(
                grouped.rdd().iterator(grouped.rdd().partitions()[0], null).toSeq())
            .stream()
            .map(Split::index)
            .toList();
    assertThat(first).isEqualTo(IntStream.range(0, splits / tasks).boxed().toList());
  }

  @Test
  void aTaskPrefersTheMachinesOfItsSplit() {
    Split near = new Split(0, List.of(), List.of("b", "a"));
    var tasks = SplitTasks.of(List.of(near, new Split(1, List.of())), context).rdd();

    assertThat(JavaConverters.seqAsJavaList(tasks.preferredLocations(tasks.partitions()[0])))
        .containsExactly("b", "a");
    assertThat(JavaConverters.seqAsJavaList(tasks.preferredLocations(tasks.partitions()[1])))
        .isEmpty();
  }

  @Test
  void whatAllTasksAreSentHasNoSplits() {
    int few = sentBytes(SplitTasks.of(splits(1), context));

    assertThat(sentBytes(SplitTasks.of(splits(10_000), context))).isLessThan(few + 100);
  }

  private static int sentBytes(JavaRDD<Split> tasks) {
    return SparkEnv.get()
        .closureSerializer()
        .newInstance()
        .serialize(tasks.rdd(), ClassTag$.MODULE$.apply(Object.class))
        .remaining();
  }

  private static List<Split> splits(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Split(i, List.of(), List.of("machine-" + i)))
        .toList();
  }
}
