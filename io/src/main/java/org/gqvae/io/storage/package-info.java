/**
 * How files come to stand on a file system: whole or not at all, with their SHA-256, without side
 * files, and, where they are Parquet, with bytes that depend on the rows alone. Everything that
 * writes an artifact does so through here.
 *
 * <p>Paths are Hadoop paths; {@link org.gqvae.io.storage.Storage} opens them, {@link
 * org.gqvae.io.storage.AtomicFile} publishes one file, {@link org.gqvae.io.storage.JsonFile} a
 * record as JSON, {@link org.gqvae.io.storage.RowGroupWriter} and {@link
 * org.gqvae.io.storage.RowGroupReader} move primitive values in and out of Parquet columns.
 */
package org.gqvae.io.storage;
