/* SPDX-License-Identifier: MIT */
#include "report_html.h"

#include "markup.h"
#include "output.h"
#include "page_parts.h"
#include "page_style.h"
#include "words.h"

/* OUTPUT_MARK must come within the first OUTPUT_MARK_WITHIN bytes: it stands before any text of the session.
 */
static void add_head(struct text_buffer *out, const struct result *result)
{
    text_add(out, "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
                  "<meta charset=\"utf-8\" />\n" OUTPUT_MARK " " ROLLER_VERSION "\" />\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\" />\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
                  "<meta name=\"color-scheme\" content=\"light dark\" />\n"
                  "<title>");
    words_add_headline(out, result);
    text_add(out, "</title>\n<style>\n");
    text_add(out, PAGE_STYLE);
    text_add(out, "</style>\n</head>\n");
}

static void add_header(struct text_buffer *out, const struct result *result)
{
    const struct session_header *header = &result->header;
    const char *leg = session_leg_name(header->leg);
    text_add(out, "<header>\n<p class=\"kicker\">Foam roller session");
    if (leg[0])
        text_addf(out, " · %s thigh", leg);
    if (header->started[0]) {
        struct text_buffer date = {0};
        words_add_date(&date, header->started);
        text_add(out, " · ");
        markup_add(out, date.bytes ? date.bytes : "");
        text_free(&date);
    }
    text_add(out, "</p>\n<h1>");
    words_add_headline(out, result);
    text_add(out, "</h1>\n");
    if (result->spot_count > 0) {
        text_add(out, "<p class=\"lead\">");
        words_add_longest(out, result);
        text_add(out, "</p>\n");
    }
    if (header->subject[0] || header->note[0]) {
        text_add(out, "<p class=\"who\"><b>");
        markup_add(out, header->subject);
        text_add(out, header->subject[0] && header->note[0] ? "</b> · " : "</b>");
        markup_add(out, header->note);
        text_add(out, "</p>\n");
    }
    page_add_facts(out, result);
    text_add(out, "</header>\n");
}

static void add_reading_help(struct text_buffer *out)
{
    text_add(out, "<section class=\"card\"><h2>How to read it</h2>\n<ul class=\"plain\">\n"
                  "<li>A <b>spot</b> is a place where you held or rocked the roller for several seconds, or "
                  "came back to do so. It says where you stayed, not why.</li>\n"
                  "<li>Compare with your last session on the same leg: the same place again, or gone? "
                  "Longer or shorter?</li>\n"
                  "<li><b>Force</b> is in newtons (N): 10 N is about the weight of 1 kg. It compares well "
                  "within one session, less well between rollers.</li>\n"
                  "<li>Small differences mean little: a few millimetres, or a tenth of the force.</li>\n"
                  "</ul></section>\n");
}

static void add_advice(struct text_buffer *out)
{
    text_add(out, "<section class=\"card\"><h2>Next time you roll</h2>\n<ul class=\"plain\">\n");
    for (size_t i = 0; WORDS_ADVICE[i]; i++)
        text_addf(out, "<li>%s</li>\n", WORDS_ADVICE[i]);
    text_add(out, "</ul></section>\n");
}

void report_html_add(struct text_buffer *out, const struct result *result, const struct charts *charts,
                     const char *why_no_charts)
{
    add_head(out, result);
    text_add(out, "<body>\n<main>\n");
    add_header(out, result);
    page_add_thigh_chart(out, result, charts, why_no_charts);
    page_add_spots(out, result);
    page_add_session_chart(out, result, charts);
    text_add(out, "<div class=\"pair\">\n");
    add_reading_help(out);
    add_advice(out);
    text_add(out, "</div>\n");
    page_add_quality(out, result);
    page_add_details(out, result);
    text_addf(out, "<footer><p>%s</p>\n<p>Made by roller-analyzer " ROLLER_VERSION ".</p></footer>\n",
              WORDS_DISCLAIMER);
    text_add(out, "</main>\n</body>\n</html>\n");
}
