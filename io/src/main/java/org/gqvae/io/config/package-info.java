/**
 * Settings from HOCON files and the command line, read so that a user hears of every problem at
 * once.
 */
package org.gqvae.io.config;
