/* SPDX-License-Identifier: MIT */
/* The command line of roller-analyzer. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "analyze.h"
#include "chart_files.h"
#include "failure.h"

#include <stdbool.h>
#include <stddef.h>

enum command {
    COMMAND_REPORT,
    COMMAND_EXPORT,
    COMMAND_HELP, /* print help_text, exit 0 */
    COMMAND_VERSION
};

struct options {
    enum command command;
    const char *help_text; /* of the command asked about */
    bool json;             /* report: JSON on standard output, no page */
    const char *page_path; /* report: -o; NULL = beside the session */
    bool open;             /* report: show the page */
    bool ascii;            /* report: no other characters on the terminal */
    const char *charts_folder; /* report: the charts as files too, here; NULL = no */
    enum chart_format format;  /* of these files */
    bool format_given;
    bool overwrite; /* these files may replace others of their names */
    struct analyze_options analyze;
    unsigned jobs;         /* report --json: sessions at a time; 0 = not said, one */
    const char *files_from; /* report: names more sessions (session_list.h); NULL = none */
    char **session; /* the session files; points into argv */
    size_t session_count;
};

/*
 * Read the command line. False, with EXIT_STATUS_USAGE and a sentence that says what to change, when it is
 * wrong. Reorders argv, as getopt_long does. The texts in `*options` live as long as argv.
 */
bool options_parse(int argc, char *argv[], struct options *options, struct failure *failure);

#endif
