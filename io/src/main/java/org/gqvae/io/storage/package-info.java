/**
 * Files that appear whole or not at all, with their SHA-256 and without side files. The bytes of a
 * Parquet file depend on its rows alone. Everything that writes an artifact uses this package.
 *
 * <p>Paths are Hadoop paths. {@link org.gqvae.io.storage.Storage} opens them, {@link
 * org.gqvae.io.storage.AtomicFile} publishes one file, and {@link org.gqvae.io.storage.JsonFile}
 * reads and writes a record as JSON. {@link org.gqvae.io.storage.Lease} lets one command at a time
 * write a directory. {@link org.gqvae.io.storage.RowGroupWriter} and {@link
 * org.gqvae.io.storage.RowGroupReader} move primitive values in and out of Parquet columns.
 */
package org.gqvae.io.storage;
