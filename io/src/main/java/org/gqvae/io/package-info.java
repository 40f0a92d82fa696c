/**
 * What stands in files: configuration, corpora, Parquet token columns, artifacts and reports. Knows
 * Hadoop, no Spark.
 */
package org.gqvae.io;
