/**
 * Reports: {@code stats.json} for programs and self-contained HTML pages for people.
 *
 * <p>A {@link org.gqvae.io.report.DataSet} is a tokenized corpus with its figures; {@link
 * org.gqvae.io.report.StatsJson} and {@link org.gqvae.io.report.ReportPage} tell one or several
 * side by side, {@link org.gqvae.io.report.TrainingPage} shows how a training run went. Pages load
 * nothing from anywhere: style, charts and data stand inside, and a content security policy lets no
 * script run but the page's own, so nothing that a corpus says can become markup or code.
 */
package org.gqvae.io.report;
