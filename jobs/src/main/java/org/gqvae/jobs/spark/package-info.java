/** Spark sessions as every verb opens them, and the progress of their jobs. */
package org.gqvae.jobs.spark;
