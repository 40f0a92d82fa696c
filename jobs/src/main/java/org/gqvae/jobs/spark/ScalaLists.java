package org.gqvae.jobs.spark;

import java.util.ArrayList;
import java.util.List;
import scala.collection.Iterable;
import scala.collection.Iterator;
import scala.collection.immutable.List$;

/**
 * Lists of Scala from those of Java and back, in what Scala 2.12 and 2.13 have in common: where one
 * takes or returns any sequence, the other has immutable ones.
 */
public final class ScalaLists {
  private ScalaLists() {}

  /** The elements in their order. */
  public static <T> scala.collection.immutable.List<T> of(List<? extends T> elements) {
    scala.collection.immutable.List<T> list = List$.MODULE$.empty();
    for (int i = elements.size() - 1; i >= 0; i--) {
      list = list.$colon$colon(elements.get(i));
    }
    return list;
  }

  /** The elements in the order in which they come. */
  public static <T> List<T> toJava(Iterable<T> elements) {
    List<T> list = new ArrayList<>();
    Iterator<T> next = elements.iterator();
    while (next.hasNext()) {
      list.add(next.next());
    }
    return list;
  }
}
