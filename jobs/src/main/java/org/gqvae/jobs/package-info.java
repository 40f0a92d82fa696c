/**
 * The command line. {@link org.gqvae.jobs.Main} takes the arguments and returns an exit code. Each
 * verb has a package with one class for its options ({@code CountVerb}) and one for its work on
 * Spark ({@code CountJob}).
 *
 * <pre>
 * options + configuration files --Verb--> settings record --Plan--> what is read and written
 *   --Job--> files, and an Outcome that Main turns into an exit code
 * </pre>
 */
package org.gqvae.jobs;
