/**
 * What {@code submit/bench} measures: encoding against JTokkit, the job against the same job with
 * JTokkit, and against Spark reading and writing alone.
 */
package org.gqvae.jobs.bench;
