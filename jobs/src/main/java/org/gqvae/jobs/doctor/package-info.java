/**
 * The checks of {@code doctor}. {@link org.gqvae.jobs.doctor.JvmChecks} run in each JVM of a
 * cluster, {@link org.gqvae.jobs.doctor.PropertyChecks} check Spark's properties, {@link
 * org.gqvae.jobs.doctor.WriteChecks} check the places that tasks write to. {@link
 * org.gqvae.jobs.doctor.SubmitLine} is the right spark-submit line.
 */
package org.gqvae.jobs.doctor;
