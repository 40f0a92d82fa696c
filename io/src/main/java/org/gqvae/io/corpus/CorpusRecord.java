package org.gqvae.io.corpus;

/** What stands at one place of a corpus: a document, or something that is none. */
public sealed interface CorpusRecord permits Document, Rejected {}
