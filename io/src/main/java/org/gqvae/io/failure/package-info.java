/** The two ways in which a command fails: it was asked for the wrong thing, or something broke. */
package org.gqvae.io.failure;
