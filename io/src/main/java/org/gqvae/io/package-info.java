/**
 * Files: configuration, corpora, Parquet token columns, artifacts and reports. Uses Hadoop, but no
 * Spark.
 */
package org.gqvae.io;
