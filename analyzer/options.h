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
    COMMAND_HELP,
    COMMAND_VERSION
};

struct options {
    enum command command;
    enum command help_topic;   /* of COMMAND_HELP: the command to explain, or COMMAND_HELP for the program */
    bool json;                 /* JSON on standard output, no page */
    const char *page_path;     /* -o; NULL = beside the session */
    bool open;                 /* show the page */
    bool ascii;                /* print ASCII only */
    const char *charts_folder; /* write the charts as files too, here; NULL = no */
    enum chart_format format;  /* of these files */
    bool format_given;
    bool overwrite;      /* these files may replace files of the same names */
    const char *subject; /* trend: only this person's sessions; NULL = not given */
    struct pipeline_options analyze;
    unsigned
        jobs; /* sessions at a time; 0 = not given: report --json 1, compare and trend one per processor */
    const char *files_from; /* a file that names more sessions (session_list.h); NULL = none */
    char **session;         /* [session_count]: session files, and folders for trend; in argv */
    size_t session_count;
};

/*
 * Parse the command line. False (EXIT_STATUS_USAGE), with a message that says what to change, when it is
 * wrong. Reorders argv, as getopt_long does. The texts in `*options` point into argv.
 */
bool options_parse(int argc, char *argv[], struct options *options, struct failure *failure);

/* The help text of a command; of the program for any other value. */
const char *options_help(enum command topic);

#endif
