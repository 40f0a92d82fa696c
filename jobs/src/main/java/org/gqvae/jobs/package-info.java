/**
 * The command line: {@link org.gqvae.jobs.Main} and, for each verb, a class with its options
 * ({@code CountVerb}) and one with its work on Spark ({@code CountJob}).
 *
 * <pre>
 * options + configuration files --Verb--> settings record --Plan--> what is read and written
 *   --Job--> files, and an Outcome that Main turns into an exit code
 * </pre>
 */
package org.gqvae.jobs;
