/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "writing/markup.h"
#include "report/page_frame.h"
#include "report/page_sections.h"
#include "result/advice.h"
#include "result/words.h"

#include <string.h>

void page_add_rest(struct text_buffer *out, const struct result *result)
{
    char bytes[120];
    struct text_buffer words = text_fixed(bytes, sizeof bytes);
    if (words_add_rest(&words, result))
        text_addf(out, "<p class=\"who\">%s</p>\n", words.bytes);
}

void page_add_origin_note(struct text_buffer *out, const struct result *result)
{
    char bytes[300];
    struct text_buffer words = text_fixed(bytes, sizeof bytes);
    if (words_add_origin_note(&words, result))
        text_addf(out, "<p class=\"who\">%s</p>\n", words.bytes);
}

static void add_header(struct text_buffer *out, const struct result *result)
{
    const struct session_header *header = &result->header;
    const char *leg = session_leg_name(header->leg);
    text_add(out, "<header>\n<p class=\"kicker\">Foam roller session");
    if (leg[0])
        text_addf(out, " · %s thigh", leg);
    if (header->started[0]) {
        char date_bytes[sizeof header->started];
        struct text_buffer date = text_fixed(date_bytes, sizeof date_bytes);
        words_add_date(&date, header->started);
        text_add(out, " · ");
        markup_add_html(out, date.bytes);
    }
    text_add(out, "</p>\n<h1>");
    words_add_headline(out, result);
    text_add(out, "</h1>\n");
    if (result->spot_count > 0) {
        text_add(out, "<p class=\"lead\">");
        words_add_longest_spot(out, result, "± ");
        text_add(out, "</p>\n");
    }
    page_add_origin_note(out, result);
    if (header->subject[0] || header->note[0]) {
        text_add(out, "<p class=\"who\"><b>");
        markup_add_html(out, header->subject);
        text_add(out, header->subject[0] && header->note[0] ? "</b> · " : "</b>");
        markup_add_html(out, header->note);
        text_add(out, "</p>\n");
    }
    page_add_facts(out, result);
    page_add_rest(out, result);
    text_add(out, "</header>\n");
}

/* Add sentences that this program made, each on a line, as items of a list. */
static void add_items(struct text_buffer *out, const char *lines)
{
    for (const char *line = lines; *line; line += strcspn(line, "\n") + 1) {
        text_add(out, "<li>");
        text_add_bytes(out, line, strcspn(line, "\n"));
        text_add(out, "</li>\n");
    }
}

void page_add_since_last_time(struct text_buffer *out, const struct result *result)
{
    if (!result->since_last_time)
        return;
    text_add(out, "<section class=\"card\"><h2>Since last time</h2>\n<ul class=\"plain\">\n");
    add_items(out, result->since_last_time);
    text_add(out, "</ul></section>\n");
}

void page_add_reading_help(struct text_buffer *out, enum units units)
{
    bool is_us = units == UNITS_US;
    text_addf(out,
              "<section class=\"card\"><h2>How to read it</h2>\n<ul class=\"plain\">\n"
              "<li>A <b>spot</b> is a place where you held or rocked the roller for several seconds, "
              "perhaps more than once. It shows where you stayed, not why.</li>\n"
              "<li><b>Force</b> is in %s. Forces can be "
              "compared within one session, but less reliably between rollers.</li>\n"
              "<li>Small differences mean little: a few %s, or a tenth of the force.</li>\n"
              "</ul></section>\n",
              is_us ? "pounds (lb), as a bathroom scale shows a weight"
                    : "newtons (N): 10 N is about the weight of 1 kg",
              is_us ? "tenths of an inch" : "millimetres");
}

void page_add_advice(struct text_buffer *out, const struct result *const result[], size_t count)
{
    struct text_buffer found = {0};
    advice_add(&found, result, count);
    text_add(out, "<section class=\"card\"><h2>Next time you roll</h2>\n<ul class=\"plain\">\n");
    if (found.length > 0)
        add_items(out, found.bytes);
    text_free_and_pass_failure(&found, out);
    for (size_t i = 0; WORDS_ADVICE[i]; i++)
        text_addf(out, "<li>%s</li>\n", WORDS_ADVICE[i]);
    text_add(out, "</ul></section>\n");
}

void report_html_add(struct text_buffer *out, const struct result *result, const struct charts *charts,
                     const char *no_charts_reason)
{
    char title_bytes[120];
    struct text_buffer title = text_fixed(title_bytes, sizeof title_bytes);
    words_add_headline(&title, result);
    page_frame_begin(out, title.bytes, "");
    add_header(out, result);
    page_add_thigh_chart(out, result, charts, no_charts_reason);
    page_add_spots(out, result);
    page_add_since_last_time(out, result);
    text_add(out, "<div class=\"pair\">\n");
    page_add_reading_help(out, result->options.units);
    page_add_advice(out, &result, 1);
    page_add_quality(out, result);
    text_add(out, "</div>\n");
    page_add_strokes_chart(out, result, charts);
    page_add_session_chart(out, result, charts);
    page_add_forces_chart(out, result, charts);
    page_add_details(out, &result, 1);
    page_frame_end(out);
}
