/* SPDX-License-Identifier: MIT */
#include "options_check.h"

#include <string.h>

#define NEW_NAME_MAX 60 /* bytes of a person's new name */
#define ANONYMISE_USAGE "roller-analyzer anonymise SESSION -o NEW.csv --subject P07"

/* Check that the output options fit together. */
static bool check_outputs(const struct options *options, struct failure *failure)
{
    const char *data = options->json ? "--json" : options->table != REPORT_TABLE_NONE ? "--csv" : NULL;
    if (options->json && options->table != REPORT_TABLE_NONE)
        return failure_set(failure, EXIT_STATUS_USAGE, "--json and --csv both print data: omit one of them.");
    if (data && options->analysis.units != UNITS_METRIC)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "--units us is for text, pages and charts; %s is always in mm and N: omit one of them.",
                           data);
    if (data && options->page_path)
        return failure_set(failure, EXIT_STATUS_USAGE, "-o names the HTML page, but %s writes none: omit one of them.",
                           data);
    if (data && (options->open || options->charts_folder))
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "--open and --charts need charts, but %s draws none: omit one of them.", data);
    if (options->page_path && options->page_path[0] == '\0')
        return failure_set(failure, EXIT_STATUS_USAGE, "-o needs the name of a file.");
    if (options->charts_folder && options->charts_folder[0] == '\0')
        return failure_set(failure, EXIT_STATUS_USAGE, "--charts needs the name of a folder.");
    if (!options->charts_folder && (options->format_given || options->overwrite))
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "--format and --overwrite apply to the files of --charts: add --charts DIR.");
    return true;
}

static bool check_report(const struct options *options, struct failure *failure)
{
    if (options->job_count > 0 && !options->json && options->table == REPORT_TABLE_NONE)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "--jobs needs --json or --csv: HTML pages are written one after the other.");
    if (options->page_path && (options->session_count > 2 || options->files_from))
        return failure_set(failure, EXIT_STATUS_USAGE, "-o names one page, but there are several sessions.");
    if (options->open && (options->session_count > 2 || options->files_from))
        return failure_set(failure, EXIT_STATUS_USAGE, "--open shows one page, but there are several sessions.");
    return check_outputs(options, failure);
}

/* The new name of a person becomes a part of file names. */
static bool check_new_name(const char *name, struct failure *failure)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    size_t length = strspn(name, letters);
    return (length > 0 && length <= NEW_NAME_MAX && name[length] == '\0' && strchr("-.", *name) == NULL) ||
           failure_set(failure, EXIT_STATUS_USAGE,
                       "--subject takes up to %d letters, digits, -, _ and . as the new name, such as P07, not \"%s\".",
                       NEW_NAME_MAX, name);
}

static bool check_anonymise(const struct options *options, struct failure *failure)
{
    if (options->session_count == 0 && !options->files_from)
        return failure_set(failure, EXIT_STATUS_USAGE, "No session. Give one, or a folder: " ANONYMISE_USAGE);
    if (!options->page_path || options->page_path[0] == '\0')
        return failure_set(failure, EXIT_STATUS_USAGE, "Name the new file or folder: " ANONYMISE_USAGE);
    if (!options->subject)
        return failure_set(failure, EXIT_STATUS_USAGE, "Give the person a new name: " ANONYMISE_USAGE);
    return check_new_name(options->subject, failure);
}

static bool check_repeatability(const struct options *options, struct failure *failure)
{
    if (options->session_count == 0 && !options->files_from)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "No session. Give sessions or folders: roller-analyzer repeatability FOLDER");
    if (options->page_path || options->open || options->charts_folder || options->format_given || options->overwrite)
        return failure_set(failure, EXIT_STATUS_USAGE, "repeatability prints text or --json, and writes no file.");
    return true;
}

static bool check_multi_session(const struct options *options, struct failure *failure)
{
    bool is_compare = options->command == COMMAND_COMPARE;
    if (is_compare && options->session_count < 2 && !options->files_from)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "Nothing to compare. Give two sessions or more: roller-analyzer compare THEN.csv NOW.csv");
    if (!is_compare && options->session_count == 0 && !options->files_from)
        return failure_set(failure, EXIT_STATUS_USAGE, "No session. Give a folder: roller-analyzer trend FOLDER");
    return check_outputs(options, failure);
}

bool options_check(const struct options *options, struct failure *failure)
{
    if (options->subject && options->command != COMMAND_TREND && options->command != COMMAND_ANONYMISE)
        return failure_set(failure, EXIT_STATUS_USAGE, "--subject belongs to trend and anonymise.");
    if (!options->history && options->command != COMMAND_REPORT)
        return failure_set(failure, EXIT_STATUS_USAGE, "--no-history belongs to report.");
    if (options->key_path && options->command != COMMAND_ANONYMISE)
        return failure_set(failure, EXIT_STATUS_USAGE, "--key belongs to anonymise.");
    if (options->units_given && options->command == COMMAND_REPEATABILITY)
        return failure_set(failure, EXIT_STATUS_USAGE, "--units belongs to report, compare and trend.");
    if (options->table != REPORT_TABLE_NONE && options->command != COMMAND_REPORT)
        return failure_set(failure, EXIT_STATUS_USAGE, "--csv belongs to report.");
    if (options->command == COMMAND_ANONYMISE)
        return check_anonymise(options, failure);
    if (options->command == COMMAND_REPEATABILITY)
        return check_repeatability(options, failure);
    if (options->command == COMMAND_COMPARE || options->command == COMMAND_TREND)
        return check_multi_session(options, failure);
    if (options->session_count == 0 && options->files_from == NULL)
        return failure_set(failure, EXIT_STATUS_USAGE, "No session. Give a file: roller-analyzer %s SESSION.csv",
                           options->command == COMMAND_REPORT ? "report" : "export");
    if (options->command == COMMAND_EXPORT && options->session_count > 1)
        return failure_set(failure, EXIT_STATUS_USAGE, "export takes one session at a time.");
    return options->command == COMMAND_EXPORT || check_report(options, failure);
}
