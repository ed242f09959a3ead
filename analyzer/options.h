/* SPDX-License-Identifier: MIT */
/* The command line of roller-analyzer. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "result/pipeline.h"
#include "charts/chart_files.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

enum command {
    COMMAND_REPORT,
    COMMAND_EXPORT,
    COMMAND_COMPARE,
    COMMAND_TREND,
    COMMAND_HELP, /* print help_text, exit 0 */
    COMMAND_VERSION
};

struct options {
    enum command command;
    const char *help_text;     /* of the command asked about */
    bool json;                 /* JSON on standard output, no page */
    const char *page_path;     /* -o; NULL = beside the session */
    bool open;                 /* show the page */
    bool ascii;                /* report: no other characters on the terminal */
    const char *charts_folder; /* report: the charts as files too, here; NULL = no */
    enum chart_format format;  /* of these files */
    bool format_given;
    bool overwrite;      /* these files may replace others of their names */
    const char *subject; /* trend: only this person's; NULL = not said */
    struct pipeline_options analyze;
    unsigned
        jobs; /* sessions at a time: report --json 0 = not said, one; compare and trend 0 = one a processor */
    const char *files_from; /* names more sessions (session_list.h); NULL = none */
    char **session;         /* the session files, for trend folders too; points into argv */
    size_t session_count;
};

/*
 * Read the command line. False, with EXIT_STATUS_USAGE and a sentence that says what to change, when it is
 * wrong. Reorders argv, as getopt_long does. The texts in `*options` live as long as argv.
 */
bool options_parse(int argc, char *argv[], struct options *options, struct failure *failure);

#endif
