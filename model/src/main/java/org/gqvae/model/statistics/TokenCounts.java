package org.gqvae.model.statistics;

import java.io.Serializable;

/**
 * Exact counts over a set of tokenized documents. Immutable; {@link #plus} is commutative and
 * associative with {@link #NONE} as identity, so that the counts of a corpus are the same however
 * its files are shared out. Takes memory for the ids that occur, not for the whole vocabulary.
 */
public final class TokenCounts implements Serializable {
  private static final long serialVersionUID = 1;

  /** The counts of no documents. */
  public static final TokenCounts NONE =
      new TokenCounts(0, 0, 0, 0, 0, 0, 0, 0, Histogram.EMPTY, Histogram.EMPTY);

  private final long documents;
  private final long emptyDocuments;
  private final long chunks;
  private final long words;
  private final long continuedWords;
  private final long characters;
  private final long bytes;
  private final int ordinaryIds; // of the vocabulary; 0 where no ids were counted
  private final Histogram ids; // the running tokens by id: only ids that occur
  private final Histogram documentLengths;

  TokenCounts(
      long documents,
      long emptyDocuments,
      long chunks,
      long words,
      long continuedWords,
      long characters,
      long bytes,
      int ordinaryIds,
      Histogram ids,
      Histogram documentLengths) {
    this.documents = documents;
    this.emptyDocuments = emptyDocuments;
    this.chunks = chunks;
    this.words = words;
    this.continuedWords = continuedWords;
    this.characters = characters;
    this.bytes = bytes;
    this.ordinaryIds = ordinaryIds;
    this.ids = ids;
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
    return new TokenCounts(
        0,
        0,
        0,
        words,
        continuedWords,
        0,
        0,
        idCounts.length,
        Histogram.of(idCounts),
        Histogram.EMPTY);
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
        documents, emptyDocuments, documents, 0, 0, characters, bytes, 0, Histogram.EMPTY, tokens);
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
        documents,
        emptyDocuments,
        rows,
        0,
        0,
        0,
        bytes,
        idCounts.length,
        Histogram.of(idCounts),
        Histogram.EMPTY);
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
        sameIds(ordinaryIds, other.ordinaryIds),
        ids.plus(other.ids),
        documentLengths.plus(other.documentLengths));
  }

  private static int sameIds(int left, int right) {
    if (left != right && left != 0 && right != 0) {
      throw new IllegalArgumentException(
          "Counts of " + left + " ids and of " + right + " ids do not add up");
    }
    return Math.max(left, right);
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
    return ids.total();
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

  /** How often {@code id} was used. */
  public long uses(int id) {
    return ids.countOf(id);
  }

  /** The running tokens by their ids. */
  Histogram ids() {
    return ids;
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
        && ordinaryIds == that.ordinaryIds
        && ids.equals(that.ids)
        && documentLengths.equals(that.documentLengths);
  }

  @Override
  public int hashCode() {
    return 31 * ids.hashCode() + documentLengths.hashCode();
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
