/**
 * A trained network and counted words come in; a vocabulary with its counts and the table of the
 * commonest words, a whole tokenizer directory, go out. {@link
 * org.gqvae.jobs.distill.TokenizerAssembly} makes that directory for every kind of tokenizer.
 */
package org.gqvae.jobs.distill;
