/** One class per verb of the command line, on Spark. */
package org.gqvae.jobs;
