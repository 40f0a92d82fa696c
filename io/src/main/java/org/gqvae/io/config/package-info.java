/**
 * Settings from HOCON files and the command line, read so that a user hears of every problem at
 * once, and the two ways in which a command can fail.
 */
package org.gqvae.io.config;
