/** What each verb is asked to do: a record per verb, read from the configuration. */
package org.gqvae.jobs.settings;
