/**
 * Encoding and decoding inside of any Java program, without Spark, Hadoop or ND4J: {@link
 * org.gqvae.io.tokenizer.Tokenizer}. It is the only class here for other programs; all other
 * packages of this project may change.
 */
package org.gqvae.io.tokenizer;
