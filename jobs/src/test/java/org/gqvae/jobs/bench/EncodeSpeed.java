package org.gqvae.jobs.bench;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.artifact.TokenizerDirectory;
import org.gqvae.model.text.Utf8;
import org.gqvae.model.tokenizer.TokenBuffer;
import org.gqvae.model.tokenizer.WordTable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast a word table encodes, beside JTokkit's r50k_base (GPT-2's BPE), on one thread and with
 * the text in memory: bytes for the one, strings for the other, as each wants it. In every
 * iteration both take their turn; their speeds are characters a second of the thread's CPU time, so
 * that other work on the machine meets both and counts for neither.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 4)
@Measurement(iterations = 7)
@Fork(2)
@State(Scope.Thread)
public class EncodeSpeed {
  /** System property: the directory of {@link BenchTexts}, which holds the tokenizer too. */
  static final String DIRECTORY = "gqvae.bench";

  static final String TOKENIZER = "tokenizer";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What is encoded, from where a table begins. */
  public enum Task {
    /** Books, articles and code by a table that has seen them. */
    WARM,
    /** Books by an empty table. */
    COLD,
    /** Eight languages, mostly not in Latin letters, by a table of the tokenizer's words. */
    MULTILINGUAL
  }

  @Param public Task task;

  private List<byte[]> texts;
  private List<String> strings;
  private long characters;
  private Supplier<WordTable> tables;
  private WordTable table;
  private Encoding jtokkit;
  private final TokenBuffer tokens = new TokenBuffer();

  /** What an iteration tells. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Speeds {
    public double ours; // characters a second of CPU time
    public double jtokkits;
    public double missRate; // words that the tokenizer's table lacks / words
    public double characters;

    /** Forgets the last iteration. */
    @Setup(Level.Iteration)
    public void reset() {
      ours = 0;
      jtokkits = 0;
      missRate = 0;
      characters = 0;
    }
  }

  /** Reads texts and tokenizer. */
  @Setup
  public void prepare() throws IOException {
    Path directory = Path.of(System.getProperty(DIRECTORY));
    BenchTexts corpora = new BenchTexts(directory);
    TokenizerArtifact tokenizer =
        TokenizerDirectory.read(
            new org.apache.hadoop.fs.Path(directory.resolve(TOKENIZER).toUri()),
            new Configuration());
    texts =
        switch (task) {
          case WARM -> corpora.mixed();
          case COLD -> corpora.measured(BenchTexts.BOOKS);
          case MULTILINGUAL -> corpora.measured(BenchTexts.MULTILINGUAL);
        };
    WordTable lasting = BenchTokenizer.table(tokenizer);
    tables =
        switch (task) {
          case WARM -> () -> lasting;
          case COLD -> () -> BenchTokenizer.emptyTable(tokenizer);
          case MULTILINGUAL -> () -> BenchTokenizer.table(tokenizer);
        };
    strings = texts.stream().map(text -> new String(text, StandardCharsets.UTF_8)).toList();
    characters = texts.stream().mapToLong(text -> Utf8.countCodePoints(text, 0, text.length)).sum();
    jtokkit = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);
  }

  /** Makes the iteration's table, outside of what is timed. */
  @Setup(Level.Iteration)
  public void makeTable() {
    table = tables.get();
  }

  /** A turn of each. */
  @Benchmark
  public long encode(Speeds speeds) {
    long start = THREADS.getCurrentThreadCpuTime();
    long missesBefore = table.misses();
    long words = 0;
    for (byte[] text : texts) {
      tokens.clear();
      table.encode(text, 0, text.length, tokens);
      words += tokens.words();
    }
    long middle = THREADS.getCurrentThreadCpuTime();
    long jtokkitTokens = 0;
    for (String text : strings) {
      jtokkitTokens += jtokkit.encodeOrdinary(text).size();
    }
    long end = THREADS.getCurrentThreadCpuTime();
    speeds.ours = characters * 1e9 / (middle - start);
    speeds.jtokkits = characters * 1e9 / (end - middle);
    speeds.missRate = (double) (table.misses() - missesBefore) / words;
    speeds.characters = characters;
    return jtokkitTokens;
  }
}
