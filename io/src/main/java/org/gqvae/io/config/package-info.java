/** Settings from HOCON files and from the command line. All problems are reported at once. */
package org.gqvae.io.config;
