/* SPDX-License-Identifier: MIT */
#include "charted_report.h"

#include "report/report.h"
#include "writing/output.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Return the path of the page: the path given with -o, or else the default. NULL if standard input is read without -o,
 * or when out of memory, which is reported. The caller frees it. */
static char *choose_page_path(struct run *run, const struct charted_report *report)
{
    if (!run->options->page_path && strcmp(report->session, "-") == 0)
        return NULL;
    const char *chosen = run->options->page_path ? run->options->page_path : report->default_page_path;
    char *path = chosen ? strdup(chosen) : NULL;
    if (!path)
        run_out_of_memory(run, EXIT_STATUS_OUTPUT, "the page");
    return path;
}

/* Write the page, with or without charts, and set `*has_charts`. False if the page cannot be written. */
static bool write_page(struct run *run, const struct charted_report *report, const char *path, bool *has_charts)
{
    struct text_buffer page = {0};
    struct failure failure = {0}, no_charts = {0};
    *has_charts = report->parts->add_page(&page, report->data, &no_charts);
    bool written = output_write_page(path, &page, &failure) || run_report_failure(run, &failure);
    if (!*has_charts)
        run_report_failure(run, &no_charts);
    text_free(&page);
    return written;
}

static void write_chart_files(struct run *run, const struct charted_report *report)
{
    const struct options *options = run->options;
    const struct chart_destination destination = {options->charts_folder, report->chart_stem, options->format,
                                                  options->overwrite};
    struct failure failure = {0};
    if (!report->chart_stem)
        run_out_of_memory(run, EXIT_STATUS_OUTPUT, "the charts");
    else if (!report->parts->write_charts(report->data, &destination, &failure))
        run_report_failure(run, &failure);
}

bool charted_report_write(struct run *run, struct charted_report *report)
{
    const struct terminal_style style = terminal_style_for(STDOUT_FILENO, run->options->ascii);
    struct text_buffer text = {0};
    struct failure failure = {0};
    bool has_charts = true;
    char *path = choose_page_path(run, report);
    bool has_page = path && write_page(run, report, path, &has_charts);
    if (run->options->charts_folder && has_charts) /* if there are no charts, write_page has reported the reason */
        write_chart_files(run, report);
    if (report->follows_another)
        text_add(&text, "\n\n");
    report->parts->add_text(&text, report->data, has_page ? path : NULL, &style);
    bool printed = run_print(run, &text);
    if (has_page && run->options->open && !show_page(path, &failure))
        run_report_failure(run, &failure);
    text_free(&text);
    free(path);
    free(report->default_page_path);
    free(report->chart_stem);
    report->default_page_path = report->chart_stem = NULL;
    return printed;
}
