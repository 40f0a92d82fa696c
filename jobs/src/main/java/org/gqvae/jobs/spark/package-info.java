/**
 * Spark sessions as every verb opens them, the progress of their jobs, and small results of tasks.
 * A result counts once, however often its task runs.
 */
package org.gqvae.jobs.spark;
