/**
 * Spark sessions as every verb opens them, the progress of their jobs, and small results of tasks
 * that count once however often a task runs.
 */
package org.gqvae.jobs.spark;
