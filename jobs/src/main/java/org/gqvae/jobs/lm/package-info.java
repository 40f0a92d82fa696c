/**
 * The verbs {@code lm}, which trains a small language model on token columns, and {@code
 * lm-compare}, which holds such models side by side.
 */
package org.gqvae.jobs.lm;
