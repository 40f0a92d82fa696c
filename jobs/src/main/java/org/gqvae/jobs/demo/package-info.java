/**
 * Nothing comes in but a seed; stories go out ({@code corpus}), or stories and all that every other
 * verb makes of them ({@code demo}).
 */
package org.gqvae.jobs.demo;
