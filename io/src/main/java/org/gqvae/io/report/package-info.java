/**
 * Reports: {@code stats.json} for programs and self-contained HTML pages for people.
 *
 * <p>A {@link org.gqvae.io.report.DataSet} is a tokenized corpus with its figures. {@link
 * org.gqvae.io.report.StatsJson} and {@link org.gqvae.io.report.ReportPage} show one or several
 * side by side. {@link org.gqvae.io.report.TrainingPage} shows the course of a training run, {@link
 * org.gqvae.io.report.LmPage} that of a language model. A page contains its style, charts and data,
 * and loads nothing from elsewhere. Its content security policy allows no script but the page's
 * own, so text of a corpus can become neither markup nor code.
 */
package org.gqvae.io.report;
