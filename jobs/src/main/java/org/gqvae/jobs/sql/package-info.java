/**
 * A tokenizer inside of other people's Spark programs. {@link org.gqvae.jobs.sql.GqVaeExtensions}
 * adds functions to Spark SQL, and {@link org.gqvae.jobs.sql.GqVaeTokenizer} is a stage of Spark's
 * machine learning pipelines. Both encode as {@code tokenize} does. Each executor loads a tokenizer
 * once.
 */
package org.gqvae.jobs.sql;
