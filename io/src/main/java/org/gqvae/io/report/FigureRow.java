package org.gqvae.io.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.small;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.List;
import java.util.function.Function;

/**
 * A figure with its definition, a row of a table of all figures.
 *
 * @param <T> what has the figure
 * @param value the figure in words
 */
record FigureRow<T>(String name, String definition, Function<T, String> value) {
  /** The row with a cell for each of these. */
  DomContent of(List<T> subjects) {
    return tr(
        td(text(name), small(definition)).withClass("words"),
        each(subjects, subject -> td(value.apply(subject))));
  }
}
