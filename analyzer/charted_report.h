/* SPDX-License-Identifier: MIT */
/* Writes the human-readable output of report, compare or trend: text on standard output, an HTML page with charts and,
 * with --charts, the charts as files. */
#pragma once

#include "charts/chart_files.h"
#include "run.h"
#include "writing/terminal_style.h"

/* The functions that write the parts of a command's output. `data` is the command's result, comparison or trend. */
struct charted_report_parts {
    /* Add the text; `page_path` is NULL if there is no HTML page. */
    void (*add_text)(struct text_buffer *text, const void *data, const char *page_path,
                     const struct terminal_style *style);
    /* Add the HTML page. False, with the reason, if it has no charts. */
    bool (*add_page)(struct text_buffer *page, const void *data, struct failure *no_charts);
    /* Draw the charts into files (chart_files_write). */
    bool (*write_charts)(const void *data, const struct chart_destination *destination, struct failure *failure);
};

struct charted_report {
    const struct charted_report_parts *parts;
    const void *data;
    const char *session;     /* path of the session; if it is "-", a page is written only with -o */
    char *default_page_path; /* path of the page without -o; owned, NULL = out of memory */
    char *chart_stem;        /* stem of the chart files; owned, NULL = out of memory */
    bool follows_another;    /* another report's text precedes: begin with two blank lines */
};

/* Write all parts and report failures through `run`. Frees the two owned paths. False if standard output
 * cannot be written. */
bool charted_report_write(struct run *run, struct charted_report *report);
