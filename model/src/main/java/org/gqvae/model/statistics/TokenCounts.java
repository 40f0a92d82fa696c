package org.gqvae.model.statistics;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Exact counts over a set of tokenized documents. Immutable; {@link #plus} is commutative and
 * associative with {@link #NONE} as identity, so that the counts of a corpus are the same however
 * its files are shared out.
 */
public final class TokenCounts implements Serializable {
  private static final long serialVersionUID = 1;

  /** The counts of no documents. */
  public static final TokenCounts NONE =
      new TokenCounts(0, 0, 0, 0, 0, 0, 0, new long[0], Histogram.EMPTY);

  private final long documents;
  private final long emptyDocuments;
  private final long chunks;
  private final long words;
  private final long continuedWords;
  private final long characters;
  private final long bytes;
  private final long[] idCounts; // (ordinary ids)  uses of each id; empty for no documents
  private final Histogram documentLengths;

  TokenCounts(
      long documents,
      long emptyDocuments,
      long chunks,
      long words,
      long continuedWords,
      long characters,
      long bytes,
      long[] idCounts,
      Histogram documentLengths) {
    this.documents = documents;
    this.emptyDocuments = emptyDocuments;
    this.chunks = chunks;
    this.words = words;
    this.continuedWords = continuedWords;
    this.characters = characters;
    this.bytes = bytes;
    this.idCounts = idCounts;
    this.documentLengths = documentLengths;
  }

  /**
   * One half of the counts of documents whose words are encoded apart: what running words tell.
   * Added to {@link #ofDocuments the other half} it gives what counting the documents' ids would.
   *
   * @param words running words
   * @param continuedWords of those, the words of more than one token
   * @param idCounts (ordinary ids) uses of each id on the running words
   */
  public static TokenCounts ofWords(long words, long continuedWords, long[] idCounts) {
    return new TokenCounts(0, 0, 0, words, continuedWords, 0, 0, idCounts.clone(), Histogram.EMPTY);
  }

  /**
   * The other half: what documents tell, each of which is one row.
   *
   * @param emptyDocuments of the documents, those of no bytes
   * @param tokens how many documents have how many tokens
   */
  public static TokenCounts ofDocuments(
      long emptyDocuments, long characters, long bytes, Histogram tokens) {
    long documents = tokens.total();
    return new TokenCounts(
        documents, emptyDocuments, documents, 0, 0, characters, bytes, new long[0], tokens);
  }

  /**
   * The counts of documents that share packed rows: of their words, characters and lengths nothing
   * is known.
   *
   * @param rows that hold them
   * @param bytes of the documents' texts
   * @param idCounts (ordinary ids) uses of each id
   */
  static TokenCounts ofPackedRows(
      long documents, long emptyDocuments, long rows, long bytes, long[] idCounts) {
    return new TokenCounts(
        documents, emptyDocuments, rows, 0, 0, 0, bytes, idCounts.clone(), Histogram.EMPTY);
  }

  /**
   * The counts of both sets of documents together.
   *
   * @throws IllegalArgumentException when the two were counted with vocabularies of different sizes
   */
  public TokenCounts plus(TokenCounts other) {
    return new TokenCounts(
        Math.addExact(documents, other.documents),
        Math.addExact(emptyDocuments, other.emptyDocuments),
        Math.addExact(chunks, other.chunks),
        Math.addExact(words, other.words),
        Math.addExact(continuedWords, other.continuedWords),
        Math.addExact(characters, other.characters),
        Math.addExact(bytes, other.bytes),
        sum(idCounts, other.idCounts),
        documentLengths.plus(other.documentLengths));
  }

  private static long[] sum(long[] left, long[] right) {
    if (left.length == 0 || right.length == 0) {
      return left.length == 0 ? right : left;
    }
    if (left.length != right.length) {
      throw new IllegalArgumentException(
          "Counts of " + left.length + " ids and of " + right.length + " ids do not add up");
    }
    long[] sum = new long[left.length];
    for (int id = 0; id < sum.length; id++) {
      sum[id] = Math.addExact(left[id], right[id]);
    }
    return sum;
  }

  /** Documents, the empty ones included. */
  public long documents() {
    return documents;
  }

  /** Documents of no bytes. */
  public long emptyDocuments() {
    return emptyDocuments;
  }

  /** Rows of the token columns: a long document takes several. */
  public long chunks() {
    return chunks;
  }

  /** Running tokens. */
  public long tokens() {
    return Arrays.stream(idCounts).reduce(0, Math::addExact);
  }

  /** Running words: the pieces of the pre-tokenizer. */
  public long words() {
    return words;
  }

  /** Running words of more than one token. */
  public long continuedWords() {
    return continuedWords;
  }

  /** Code points; a malformed byte counts one. */
  public long characters() {
    return characters;
  }

  /** Bytes of the documents' texts. */
  public long bytes() {
    return bytes;
  }

  /** How often {@code id} was used; 0 for ids beyond those counted. */
  public long uses(int id) {
    return id < idCounts.length ? idCounts[id] : 0;
  }

  /** How many documents have how many tokens; a document of several chunks is counted whole. */
  public Histogram documentLengths() {
    return documentLengths;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenCounts that
        && documents == that.documents
        && emptyDocuments == that.emptyDocuments
        && chunks == that.chunks
        && words == that.words
        && continuedWords == that.continuedWords
        && characters == that.characters
        && bytes == that.bytes
        && Arrays.equals(idCounts, that.idCounts)
        && documentLengths.equals(that.documentLengths);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(idCounts) + documentLengths.hashCode();
  }

  @Override
  public String toString() {
    return "TokenCounts{documents="
        + documents
        + ", emptyDocuments="
        + emptyDocuments
        + ", chunks="
        + chunks
        + ", tokens="
        + tokens()
        + ", words="
        + words
        + ", continuedWords="
        + continuedWords
        + ", characters="
        + characters
        + ", bytes="
        + bytes
        + "}";
  }
}
