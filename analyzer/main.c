/* SPDX-License-Identifier: MIT */
/* roller-analyzer: from recorded sessions to reports. */
#include "options.h"

#include "result/pipeline.h"
#include "charts/chart_files.h"
#include "charts/charts.h"
#include "report/report.h"
#include "heap.h"
#include "worker_pool.h"
#include "writing/output.h"
#include "session_list.h"
#include "multi_session.h"
#include "report/show_page.h"
#include "shared/standard_streams.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STANDARD_OUTPUT "standard output"

/* Say what went wrong, and remember the first: it is the exit status. */
static void complain(const struct failure *failure, enum exit_status *status)
{
    fprintf(stderr, "roller-analyzer: %s\n", failure->message);
    if (*status == EXIT_STATUS_DONE)
        *status = failure->status;
}

static bool print_text(const struct text_buffer *text, struct failure *failure)
{
    if (text->failed)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory for the report.");
    return output_write(STDOUT_FILENO, STANDARD_OUTPUT, text->bytes, text->length, failure);
}

/* Write the page to `path`. A page without charts is written all the same. `*drawn` tells whether it has
 * charts. False when there is no page. */
static bool write_page(const struct result *result, const char *path, bool *drawn, enum exit_status *status)
{
    struct charts charts = {0};
    struct text_buffer page = {0};
    struct failure no_charts = {0}, failure = {0};
    *drawn = charts_draw(result, &charts, &no_charts);
    report_html_add(&page, result, *drawn ? &charts : NULL, no_charts.message);
    bool written = output_write_page(path, &page, &failure);
    if (!written)
        complain(&failure, status);
    if (!*drawn)
        complain(&no_charts, status);
    text_free(&page);
    charts_free(&charts);
    return written;
}

static void write_chart_files(const struct result *result, const char *session, const struct options *options,
                              enum exit_status *status)
{
    struct failure failure = {0};
    char *stem = chart_files_stem(session);
    const struct chart_destination destination = {options->charts_folder, stem, options->format,
                                                  options->overwrite};
    bool written = stem ? charts_write(result, &destination, &failure)
                        : failure_set(&failure, EXIT_STATUS_OUTPUT, "Not enough memory to write the charts.");
    if (!written)
        complain(&failure, status);
    free(stem);
}

/* The text report on standard output and the page. */
static bool report_for_people(const struct result *result, const char *session, const struct options *options,
                              enum exit_status *status)
{
    struct text_buffer text = {0};
    struct failure failure = {0};
    bool has_page = false, drawn = true;
    char *beside = NULL;
    const char *path = options->page_path;
    if (!path && strcmp(session, "-") != 0)
        path = beside = output_page_name(session);
    if (!path && strcmp(session, "-") != 0) {
        failure_set(&failure, EXIT_STATUS_OUTPUT, "Not enough memory for the page of %s.", session);
        complain(&failure, status);
    }
    if (path)
        has_page = write_page(result, path, &drawn, status);
    if (options->charts_folder && drawn) /* else the reason was told already */
        write_chart_files(result, session, options, status);
    if (session != options->session[0])
        text_add(&text, "\n\n"); /* a new report begins */
    const struct terminal_style style = terminal_style_for(STDOUT_FILENO, options->ascii);
    report_text_add(&text, result, has_page ? path : NULL, &style);
    bool printed = print_text(&text, &failure);
    if (!printed)
        complain(&failure, status);
    if (has_page && options->open && !show_page(path, &failure))
        complain(&failure, status);
    text_free(&text);
    free(beside);
    return printed;
}

static bool export_rows(const struct result *result, enum exit_status *status)
{
    struct failure failure = {0};
    bool printed = export_csv_write(result, STDOUT_FILENO, STANDARD_OUTPUT, &failure);
    if (!printed)
        complain(&failure, status);
    return printed;
}

/* One session. False when standard output takes no more: then the others would be lost too. */
static bool run_session(const char *session, const struct options *options, enum exit_status *status)
{
    struct result result = {0};
    struct failure failure = {0};
    if (!pipeline_run(session, &options->analyze, &result, &failure)) {
        complain(&failure, status);
        return true;
    }
    bool goes_on;
    if (options->command == COMMAND_EXPORT)
        goes_on = export_rows(&result, status);
    else
        goes_on = report_for_people(&result, session, options, status);
    result_free(&result);
    return goes_on;
}

/* report --json, for worker_pool.h. */
struct batch {
    const struct options *options;
    enum exit_status *status;
    bool shows_progress;
};

static bool make_line(void *context, size_t index, struct text_buffer *line, struct failure *failure)
{
    const struct options *options = ((const struct batch *)context)->options;
    struct result result;
    if (!pipeline_run(options->session[index], &options->analyze, &result, failure))
        return false;
    report_json_add(line, &result);
    result_free(&result);
    return !line->failed || failure_set(failure, EXIT_STATUS_OUTPUT, "%s: not enough memory for its report.",
                                        options->session[index]);
}

/* False when standard output takes no more: then the others would be lost too. */
static bool print_line(void *context, size_t index, const struct text_buffer *line,
                       const struct failure *failure)
{
    const struct batch *batch = context;
    size_t count = batch->options->session_count;
    struct failure unwritten;
    if (batch->shows_progress)
        fputs("\r\033[K", stderr);
    if (failure != NULL)
        complain(failure, batch->status);
    else if (!print_text(line, &unwritten)) {
        complain(&unwritten, batch->status);
        return false;
    }
    if (batch->shows_progress && index + 1 < count)
        fprintf(stderr, "%zu of %zu sessions", index + 1, count);
    return true;
}

/* One line for each session, in their order. A session that cannot be read does not stop the others. */
static void report_for_programs(const struct options *options, enum exit_status *status)
{
    struct batch batch = {options, status,
                          options->session_count > 1 && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO)};
    const struct jobs jobs = {
        options->session, options->session_count, options->jobs, make_line, print_line, &batch};
    struct failure failure;
    if (!worker_pool_run(&jobs, &failure))
        complain(&failure, status);
}

int main(int argc, char *argv[])
{
    struct options options;
    struct failure failure = {0};
    enum exit_status status = EXIT_STATUS_DONE;

    heap_prepare();
    if (!standard_streams_ensure_open())
        return EXIT_STATUS_OUTPUT;
    signal(SIGPIPE, SIG_IGN); /* a reader that went away is a failed write, with its message */
    signal(SIGCHLD, SIG_DFL); /* ignored by who started us, it would hide how gnuplot and jobs ended */
    if (!options_parse(argc, argv, &options, &failure)) {
        complain(&failure, &status);
        return (int)status;
    }
    if (options.command == COMMAND_HELP || options.command == COMMAND_VERSION) {
        const char *text =
            options.command == COMMAND_HELP ? options.help_text : "roller-analyzer " ROLLER_VERSION "\n";
        if (!output_write(STDOUT_FILENO, STANDARD_OUTPUT, text, strlen(text), &failure))
            complain(&failure, &status);
        return (int)status;
    }
    struct session_list list;
    if (!session_list_make(&list, options.session, options.session_count, options.files_from, &failure)) {
        complain(&failure, &status);
        return (int)status;
    }
    options.session = list.name;
    options.session_count = list.count;
    bool several = options.command == COMMAND_COMPARE || options.command == COMMAND_TREND;
    bool goes_on = !options.json && !several;
    if (several)
        multi_session_run(&options, complain, &status);
    else if (options.json)
        report_for_programs(&options, &status);
    for (size_t i = 0; goes_on && i < options.session_count; i++)
        goes_on = run_session(options.session[i], &options, &status);
    session_list_free(&list);
    return (int)status;
}
