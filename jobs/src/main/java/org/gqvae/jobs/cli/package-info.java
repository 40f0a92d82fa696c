/**
 * What all verbs share: the words of a command line and its configuration come in; settings, a plan
 * of what would be read and written, and an outcome go out. Outputs are prepared here, and only
 * what a verb itself writes is ever removed from one.
 */
package org.gqvae.jobs.cli;
