/**
 * What all verbs share. It turns a command line and its configuration files into settings, a plan
 * of what would be read and written, and an outcome. It also prepares outputs, and removes from
 * them only what the verb itself writes.
 */
package org.gqvae.jobs.cli;
