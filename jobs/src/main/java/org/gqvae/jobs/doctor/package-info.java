/**
 * What {@code doctor} looks at: {@link org.gqvae.jobs.doctor.JvmChecks} by each JVM of a cluster of
 * itself, {@link org.gqvae.jobs.doctor.PropertyChecks} of Spark's properties, {@link
 * org.gqvae.jobs.doctor.WriteChecks} of places that tasks write to; and the {@link
 * org.gqvae.jobs.doctor.SubmitLine} that is right.
 */
package org.gqvae.jobs.doctor;
