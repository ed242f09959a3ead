/* SPDX-License-Identifier: MIT */
/* roller-analyzer: from recorded sessions to reports. */
#include "options.h"

#include "analyze.h"
#include "charts.h"
#include "export_csv.h"
#include "output.h"
#include "report_html.h"
#include "report_json.h"
#include "report_text.h"
#include "standard_streams.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STANDARD_OUTPUT "standard output"

/* Say what went wrong, and remember the first: it is the exit status. */
static void complain(const struct failure *failure, enum exit_status *status)
{
    fprintf(stderr, "roller-analyzer: %s\n", failure->sentence);
    if (*status == EXIT_STATUS_DONE)
        *status = failure->status;
}

static bool print_text(const struct text_buffer *text, struct failure *failure)
{
    if (text->failed)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory for the report.");
    return output_write(STDOUT_FILENO, STANDARD_OUTPUT, text->bytes, text->length, failure);
}

/* Write the page to `path`. A page without charts is written all the same. False when there is no page. */
static bool write_page(const struct result *result, const char *path, enum exit_status *status)
{
    struct charts charts = {0};
    struct text_buffer page = {0};
    struct failure no_charts = {0}, failure = {0};
    bool drawn = charts_draw(result, &charts, &no_charts);
    report_html_add(&page, result, drawn ? &charts : NULL, no_charts.sentence);
    bool written = output_page(path, &page, &failure);
    if (!written)
        complain(&failure, status);
    if (!drawn)
        complain(&no_charts, status);
    text_free(&page);
    charts_free(&charts);
    return written;
}

/* The text report on standard output and the page. */
static bool report_for_people(const struct result *result, const char *session, const struct options *options,
                              enum exit_status *status)
{
    struct text_buffer text = {0};
    struct failure failure = {0};
    bool has_page = false;
    char *beside = NULL;
    const char *path = options->page_path;
    if (!path && strcmp(session, "-") != 0)
        path = beside = output_page_name(session); /* without memory: no page, and the text says none */
    if (path)
        has_page = write_page(result, path, status);
    if (session != options->session[0])
        text_add(&text, "\n\n"); /* a new report begins */
    report_text_add(&text, result, has_page ? path : NULL);
    bool printed = print_text(&text, &failure);
    if (!printed)
        complain(&failure, status);
    text_free(&text);
    free(beside);
    return printed;
}

static bool report_for_programs(const struct result *result, enum exit_status *status)
{
    struct text_buffer line = {0};
    struct failure failure = {0};
    report_json_add(&line, result);
    bool printed = print_text(&line, &failure);
    if (!printed)
        complain(&failure, status);
    text_free(&line);
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
    if (!analyze_session(session, &options->analyze, &result, &failure)) {
        complain(&failure, status);
        return true;
    }
    bool goes_on;
    if (options->command == COMMAND_EXPORT)
        goes_on = export_rows(&result, status);
    else if (options->json)
        goes_on = report_for_programs(&result, status);
    else
        goes_on = report_for_people(&result, session, options, status);
    result_free(&result);
    return goes_on;
}

int main(int argc, char *argv[])
{
    struct options options;
    struct failure failure = {0};
    enum exit_status status = EXIT_STATUS_DONE;

    if (!standard_streams_hold())
        return EXIT_STATUS_OUTPUT;
    signal(SIGPIPE, SIG_IGN); /* a reader that went away is a failed write, with its sentence */
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
    bool goes_on = true;
    for (size_t i = 0; goes_on && i < options.session_count; i++)
        goes_on = run_session(options.session[i], &options, &status);
    return (int)status;
}
