/* SPDX-License-Identifier: MIT */
#include "report/page_frame.h"

#include "writing/markup.h"
#include "writing/output.h"
#include "result/made_by.h"
#include "result/words.h"

#include <math.h>

/* OUTPUT_SIGNATURE comes before any text from a session, so that it is always within the first
 * OUTPUT_SIGNATURE_MAX_BYTES bytes. */
void page_frame_begin(struct text_buffer *out, const char *title, const char *extra_style)
{
    text_add(out, "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
                  "<meta charset=\"utf-8\" />\n" OUTPUT_SIGNATURE " " ROLLER_VERSION "\" />\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\" />\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
                  "<meta name=\"color-scheme\" content=\"light dark\" />\n"
                  "<title>");
    markup_add_html(out, title);
    text_add(out, "</title>\n<style>\n");
    text_add(out, PAGE_STYLE);
    text_add(out, extra_style);
    text_add(out, "</style>\n</head>\n<body>\n<main>\n");
}

void page_frame_add_number_cell(struct text_buffer *out, double value, int decimals)
{
    if (isfinite(value))
        text_addf(out, "<td>%.*f</td>", decimals, value);
    else
        text_add(out, "<td>–</td>");
}

void page_frame_add_length_cell(struct text_buffer *out, enum units units, double mm)
{
    page_frame_add_number_cell(out, mm / units_length_mm(units), units_table_digits(units));
}

void page_frame_add_force_cell(struct text_buffer *out, enum units units, double force_n, int decimals)
{
    page_frame_add_number_cell(out, force_n / units_force_n(units), decimals);
}

void page_frame_add_made_by(struct text_buffer *out, const struct analysis_options *options)
{
    text_add(out, "<p>The analysis was made by ");
    made_by_add_command(out, options);
    text_add(out, ".</p>\n");
}

void page_frame_end(struct text_buffer *out)
{
    text_addf(out, "<footer><p>%s</p>\n<p>Made by roller-analyzer " ROLLER_VERSION ".</p></footer>\n",
              WORDS_DISCLAIMER);
    text_add(out, "</main>\n</body>\n</html>\n");
}
