/**
 * Generated stories: the same seed gives the same documents. {@link
 * org.gqvae.io.story.StoryGenerator} writes them by a grammar and word lists of this project.
 */
package org.gqvae.io.story;
