/**
 * Stories out of nothing: the same seed gives the same documents. {@link
 * org.gqvae.io.story.StoryGenerator} tells them by a grammar and word lists of this project.
 */
package org.gqvae.io.story;
