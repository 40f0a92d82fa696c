package org.gqvae.jobs.export;

import java.io.IOException;
import org.gqvae.io.export.DocumentLengths;
import org.gqvae.io.export.DocumentSink;
import org.gqvae.io.export.ExportLayout;
import org.gqvae.io.export.Shard;
import org.gqvae.io.export.SplitTotals;
import org.gqvae.io.export.TrainerFormat.EndOfText;

/** The documents of one file of an export, the chunks of each joined, with their ends of text. */
final class ShardDocuments {
  private final ExportTokensSpec spec;
  private final ExportTokensTask task;
  private final ExportLayout layout;
  private final Shard shard;
  private final int[] endOfText;
  private long place; // of the next id in the split
  private long begin; // place of the document at hand
  private long length; // of the document at hand, without the end of text
  private boolean open; // whether a document of the split is at hand

  ShardDocuments(ExportTokensSpec spec, ExportTokensTask task) {
    this.spec = spec;
    this.task = task;
    this.layout = spec.layout();
    this.shard = task.shard();
    this.endOfText = new int[] {layout.endOfText()};
  }

  /** Reads the part files, which must still be what their manifest says, and hands on their ids. */
  void writeTo(DocumentSink sink) throws IOException {
    for (ExportTokensTask.Source source : task.sources()) {
      source.file().check(spec.hadoop().value());
      try (ExportTokensPartReader rows =
          ExportTokensPartReader.ofIds(
              source.index(), source.file(), spec.validation(), spec.hadoop().value())) {
        read(rows, source.place(), sink);
      }
    }
  }

  /** How long the documents are with their ends of text; reads no ids. */
  DocumentLengths lengths() throws IOException {
    DocumentLengths lengths = new DocumentLengths();
    for (ExportTokensTask.Source source : task.sources()) {
      try (ExportTokensPartReader rows =
          ExportTokensPartReader.ofLengths(
              source.index(), source.file(), spec.validation(), spec.hadoop().value())) {
        read(rows, source.place(), lengths);
      }
    }
    return lengths;
  }

  private void read(ExportTokensPartReader rows, long first, DocumentSink sink) throws IOException {
    place = first;
    try {
      while (rows.next()) {
        if (rows.beginsDocument()) {
          endDocument(sink);
          if (place >= shard.to()) {
            return;
          }
          if (rows.split() == shard.split()) {
            beginDocument(sink);
          }
        }
        if (open) {
          put(rows.ids(), rows.length(), sink);
          length += rows.length();
        }
      }
      endDocument(sink);
    } catch (IllegalArgumentException e) {
      throw rows.damaged(e.getMessage());
    }
  }

  private void beginDocument(DocumentSink sink) throws IOException {
    open = true;
    begin = place;
    length = 0;
    if (layout.format().endOfText() == EndOfText.FIRST) {
      put(endOfText, 1, sink);
    }
  }

  private void endDocument(DocumentSink sink) throws IOException {
    if (!open) {
      return;
    }
    boolean ends =
        switch (layout.format().endOfText()) {
          case FIRST -> false;
          case LAST -> true;
          case LAST_OF_TEXT -> length > 0;
        };
    if (ends) {
      put(endOfText, 1, sink);
    }
    if (isInside(begin)) {
      sink.endDocument();
    }
    place = begin + layout.places(SplitTotals.NONE.withDocument(length));
    open = false;
  }

  /** Hands on what is in the shard of the next ids of the document at hand. */
  private void put(int[] ids, int count, DocumentSink sink) throws IOException {
    if (layout.format().cutsDocuments()) {
      int from = (int) Math.min(count, Math.max(0, shard.from() - place));
      int to = (int) Math.min(count, Math.max(0, shard.to() - place));
      sink.write(ids, from, to);
    } else if (isInside(begin)) {
      sink.write(ids, 0, count);
    }
    place += count;
  }

  private boolean isInside(long at) {
    return shard.from() <= at && at < shard.to();
  }
}
