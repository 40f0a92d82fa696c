package org.gqvae.jobs.tokenize;

import org.gqvae.io.tokens.PackMethod;

/**
 * How documents are packed.
 *
 * @param length ids of a row
 * @param method how documents are placed in rows
 * @param windowIds ids that are placed together, where documents are not concatenated
 */
public record PackSettings(int length, PackMethod method, int windowIds) {}
