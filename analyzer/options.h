/* SPDX-License-Identifier: MIT */
/* The command line of roller-analyzer. */
#pragma once

#include "pipeline/pipeline.h"
#include "charts/chart_files.h"
#include "report/report_table.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

enum command {
    COMMAND_REPORT,
    COMMAND_EXPORT,
    COMMAND_COMPARE,
    COMMAND_TREND,
    COMMAND_REPEATABILITY,
    COMMAND_ANONYMISE,
    COMMAND_HELP,
    COMMAND_VERSION
};

struct options {
    enum command command;
    enum command help_topic; /* for COMMAND_HELP: the command to explain, or COMMAND_HELP for the program */
    bool json;               /* print JSON on standard output, write no HTML page */
    enum report_table table; /* report: print this table on standard output, write no HTML page */
    const char *page_path;   /* path from -o: of the page (NULL = beside the session), or of the anonymised sessions */
    bool open;               /* show the HTML page */
    bool units_given;        /* --units; the units are in `analysis` */
    bool ascii;              /* print ASCII only */
    bool history;            /* report: compare with the last session in the same folder */
    const char *charts_folder; /* folder for charts as files; NULL = none */
    enum chart_format format;  /* format of the chart files */
    bool format_given;
    bool overwrite;       /* chart files may replace files of the same names */
    const char *subject;  /* trend: only this person's sessions; anonymise: the new name; NULL = not given */
    const char *key_path; /* anonymise: file with the secret key; NULL = the user's own */
    struct analysis_options analysis;
    unsigned job_count;     /* number of sessions processed at a time; 0 = the command's default */
    const char *files_from; /* file that names more sessions (session_list.h); NULL = none */
    char **session;         /* [session_count] session files, for trend also folders; points into argv */
    size_t session_count;
};

/* Parse the command line. False (EXIT_STATUS_USAGE), with a message that says what to change, if it is wrong.
 * Reorders argv like getopt_long; the strings in `*options` point into argv. */
bool options_parse(int argc, char *argv[], struct options *options, struct failure *failure);

/* Return the help text of a command, or of the program for any other value. */
const char *options_help(enum command topic);
