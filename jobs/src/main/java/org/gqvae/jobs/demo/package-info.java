/**
 * Generates stories from a seed ({@code corpus}), and runs the other verbs on them ({@code demo}).
 */
package org.gqvae.jobs.demo;
