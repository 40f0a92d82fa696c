package org.gqvae.io.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The frame of every page: one HTML text that holds its style, its charts' code and its data.
 *
 * <p>A chart is an element of class {@code chart} whose {@code data-chart} attribute names a
 * function of {@code page.js}, which draws it from the page's data. The content security policy
 * admits the page's two scripts by their hashes and nothing else: no request leaves the page.
 *
 * @param heading the title and first heading
 * @param introduction what stands under the heading
 * @param sections the page's content in order
 * @param data what the charts are drawn from
 */
record Page(
    String heading, List<DomContent> introduction, List<DomContent> sections, JsonNode data) {
  private static final String CHARTS =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";

  /** Colours that page.css has for series, used in turn. */
  private static final int SERIES_COLOURS = 4;

  /** The mark in the colour of a series. */
  static DomContent key(int series) {
    return span().withClass("key series-" + series % SERIES_COLOURS);
  }

  /** A figure in large type with its meaning; a dash where there is none. */
  static DomContent tile(String label, String meaning, Optional<String> value) {
    return div(
            h3(label),
            p(span(value.orElse("–")).withClass("value")).withClass("figure"),
            p(meaning).withClass("quiet"))
        .withClass("tile");
  }

  /** A card with a chart that page.js draws by its name. */
  static DivTag chart(String label, String meaning, String chart) {
    return chart(label, meaning, chart, List.of());
  }

  /** A card with a chart that page.js draws by its name from the values of some keys. */
  static DivTag chart(String label, String meaning, String chart, List<String> keys) {
    return div(
            h3(label),
            p(meaning).withClass("quiet"),
            div()
                .withClass("chart")
                .attr("data-chart", chart)
                .condAttr(!keys.isEmpty(), "data-keys", String.join(" ", keys))
                .attr("role", "img")
                .attr("aria-label", label))
        .withClass("card");
  }

  /** The page's HTML. */
  String render() {
    String charts = resource(CHARTS);
    String code = resource("page.js");
    String policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src "
            + hash(charts)
            + " "
            + hash(code);
    return document(
            html(
                    head(
                        meta().withCharset("utf-8"),
                        meta().attr("http-equiv", "Content-Security-Policy").withContent(policy),
                        meta()
                            .withName("viewport")
                            .withContent("width=device-width, initial-scale=1"),
                        meta().withName("color-scheme").withContent("light dark"),
                        title(heading),
                        style(rawHtml(resource("page.css")))),
                    body(
                        header(h1(heading)).with(introduction),
                        main().with(sections),
                        noscript(p("The charts need JavaScript; the tables do not.")),
                        footer(
                            p(
                                "This page is one file and loads nothing. Charts by Apache ECharts.")),
                        script(rawHtml(inlineJson(data.toString())))
                            .withType("application/json")
                            .withId("data"),
                        script(rawHtml(charts)),
                        script(rawHtml(code))))
                .attr("lang", "en"))
        + "\n";
  }

  /**
   * The JSON text with every character that could end a script element or a JavaScript string
   * written as an escape. Those occur within JSON strings only, so the value stays the same.
   */
  static String inlineJson(String json) {
    StringBuilder text = new StringBuilder(json.length() + 16);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      switch (c) {
        case '<', '>', '&', '\u2028', '\u2029' -> text.append(String.format("\\u%04x", (int) c));
        default -> text.append(c);
      }
    }
    return text.toString();
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Not on the class path: " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String script) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
