/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "options_check.h"
#include "shared/decimal.h"
#include "worker_pool.h"

#include <getopt.h>
#include <string.h>

enum option_code {
    OPTION_OUTPUT = 'o',
    OPTION_HELP = 'h',
    OPTION_JSON = 256, /* the first option that has no letter; larger than any letter */
    OPTION_CSV,
    OPTION_JOBS,
    OPTION_FILES_FROM,
    OPTION_VERSION,
    OPTION_OPEN,
    OPTION_ASCII,
    OPTION_NO_HISTORY,
    OPTION_CHARTS,
    OPTION_FORMAT,
    OPTION_OVERWRITE,
    OPTION_SUBJECT,
    OPTION_KEY,
    OPTION_UNITS,
    OPTION_SPOT_WIDTH,
    OPTION_SPOT_DWELL,
    OPTION_SPOT_MERGE,
    OPTION_THIGH_LENGTH,
    OPTION_ROLLING_RADIUS,
    OPTION_ROLL_DIRECTION,
    OPTION_START
};

static const struct option long_options[] = {
    {"output", required_argument, NULL, OPTION_OUTPUT},
    {"help", no_argument, NULL, OPTION_HELP},
    {"json", no_argument, NULL, OPTION_JSON},
    {"csv", required_argument, NULL, OPTION_CSV},
    {"jobs", required_argument, NULL, OPTION_JOBS},
    {"files-from", required_argument, NULL, OPTION_FILES_FROM},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"open", no_argument, NULL, OPTION_OPEN},
    {"ascii", no_argument, NULL, OPTION_ASCII},
    {"no-history", no_argument, NULL, OPTION_NO_HISTORY},
    {"charts", required_argument, NULL, OPTION_CHARTS},
    {"format", required_argument, NULL, OPTION_FORMAT},
    {"overwrite", no_argument, NULL, OPTION_OVERWRITE},
    {"subject", required_argument, NULL, OPTION_SUBJECT},
    {"key", required_argument, NULL, OPTION_KEY},
    {"units", required_argument, NULL, OPTION_UNITS},
    {"spot-width", required_argument, NULL, OPTION_SPOT_WIDTH},
    {"spot-dwell", required_argument, NULL, OPTION_SPOT_DWELL},
    {"spot-merge", required_argument, NULL, OPTION_SPOT_MERGE},
    {"thigh-length", required_argument, NULL, OPTION_THIGH_LENGTH},
    {"rolling-radius", required_argument, NULL, OPTION_ROLLING_RADIUS},
    {"roll-direction", required_argument, NULL, OPTION_ROLL_DIRECTION},
    {"start", required_argument, NULL, OPTION_START},
    {NULL, 0, NULL, 0},
};

static bool parse_jobs(const char *text, unsigned *job_count, struct failure *failure)
{
    int jobs;
    if (!decimal_parse_integer_option("jobs", text, 0, WORKER_POOL_MAX, &jobs, failure))
        return false;
    *job_count = jobs == 0 ? worker_pool_processor_count() : (unsigned)jobs;
    return true;
}

static bool parse_table(const char *text, enum report_table *table, struct failure *failure)
{
    return report_table_from_name(text, table) ||
           failure_set(failure, EXIT_STATUS_USAGE,
                       "--csv takes sessions, spots, visits, strokes or profile, not \"%s\".", text);
}

static bool parse_roll_direction(const char *text, int *direction, struct failure *failure)
{
    if (strcmp(text, "1") != 0 && strcmp(text, "+1") != 0 && strcmp(text, "-1") != 0)
        return failure_set(failure, EXIT_STATUS_USAGE, "--roll-direction takes 1 or -1, not \"%s\".", text);
    *direction = text[0] == '-' ? -1 : 1;
    return true;
}

static bool parse_start(const char *text, enum session_start *start, struct failure *failure)
{
    return session_start_from_name(text, start) ||
           failure_set(failure, EXIT_STATUS_USAGE, "--start takes upper or knee, not \"%s\".", text);
}

static bool parse_units(const char *text, struct options *options, struct failure *failure)
{
    options->units_given = true;
    return units_parse(text, &options->analysis.units) ||
           failure_set(failure, EXIT_STATUS_USAGE, "--units takes metric or us, not \"%s\".", text);
}

/* Parse an analysis option; all commands accept these. */
static bool parse_analysis(int code, const char *text, struct analysis_options *analysis, struct failure *failure)
{
    switch (code) {
    case OPTION_SPOT_WIDTH: return decimal_parse_option("spot-width", text, 1, 500, &analysis->spot_width_mm, failure);
    case OPTION_SPOT_DWELL: return decimal_parse_option("spot-dwell", text, 0.1, 600, &analysis->spot_dwell_s, failure);
    case OPTION_SPOT_MERGE: return decimal_parse_option("spot-merge", text, 1, 500, &analysis->spot_merge_mm, failure);
    case OPTION_THIGH_LENGTH:
        return decimal_parse_option("thigh-length", text, 100, 800, &analysis->thigh_length_mm, failure);
    case OPTION_ROLLING_RADIUS:
        return decimal_parse_option("rolling-radius", text, 10, 300, &analysis->rolling_radius_mm, failure);
    case OPTION_START: return parse_start(text, &analysis->start, failure);
    default: return parse_roll_direction(text, &analysis->roll_direction, failure); /* the only other option */
    }
}

/* Parse an output option. Sets `*is_output` to whether `code` is one. */
static bool parse_output(int code, const char *text, struct options *options, bool *is_output, struct failure *failure)
{
    *is_output = true;
    switch (code) {
    case OPTION_JSON: options->json = true; return true;
    case OPTION_CSV: return parse_table(text, &options->table, failure);
    case OPTION_JOBS: return parse_jobs(text, &options->job_count, failure);
    case OPTION_FILES_FROM: options->files_from = text; return true;
    case OPTION_OUTPUT: options->page_path = text; return true;
    case OPTION_SUBJECT: options->subject = text; return true;
    case OPTION_KEY: options->key_path = text; return true;
    case OPTION_UNITS: return parse_units(text, options, failure);
    case OPTION_OPEN: options->open = true; return true;
    case OPTION_ASCII: options->ascii = true; return true;
    case OPTION_NO_HISTORY: options->history = false; return true;
    case OPTION_CHARTS: options->charts_folder = text; return true;
    case OPTION_OVERWRITE: options->overwrite = true; return true;
    case OPTION_FORMAT:
        options->format_given = true;
        return chart_format_parse(text, &options->format) ||
               failure_set(failure, EXIT_STATUS_USAGE, "--format takes svg, png or pdf, not \"%s\".", text);
    default: *is_output = false; return true;
    }
}

static bool parse_command(const char *name, enum command *command, struct failure *failure)
{
    static const struct {
        const char *name;
        enum command command;
    } commands[] = {
        {"report", COMMAND_REPORT},
        {"export", COMMAND_EXPORT},
        {"compare", COMMAND_COMPARE},
        {"trend", COMMAND_TREND},
        {"help", COMMAND_HELP},
        {"--help", COMMAND_HELP},
        {"-h", COMMAND_HELP},
        {"--version", COMMAND_VERSION},
        {"anonymise", COMMAND_ANONYMISE},
        {"repeatability", COMMAND_REPEATABILITY},
    };
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(name, commands[i].name) == 0) {
            *command = commands[i].command;
            return true;
        }
    }
    return failure_set(failure, EXIT_STATUS_USAGE,
                       "There is no command \"%s\". The commands are report, compare, trend, export, repeatability and "
                       "anonymise; see roller-analyzer --help.",
                       name);
}

static bool parse_option(int code, const char *text, struct options *options, struct failure *failure)
{
    bool is_output;
    if (options->command == COMMAND_ANONYMISE && code != OPTION_OUTPUT && code != OPTION_SUBJECT &&
        code != OPTION_KEY && code != OPTION_FILES_FROM)
        return failure_set(failure, EXIT_STATUS_USAGE, "anonymise takes only -o, --subject, --key and --files-from.");
    if (!parse_output(code, text, options, &is_output, failure))
        return false;
    if (is_output && options->command == COMMAND_EXPORT)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "export prints CSV on standard output; -o, --json, --csv, --files-from, --open, "
                           "--ascii, --units and --charts belong to report.");
    return is_output || parse_analysis(code, text, &options->analysis, failure);
}

bool options_parse(int argc, char *argv[], struct options *options, struct failure *failure)
{
    *options = (struct options){.help_topic = COMMAND_HELP, .history = true};
    if (argc < 2)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "No command. Try: roller-analyzer report SESSION.csv, or roller-analyzer --help.");
    if (!parse_command(argv[1], &options->command, failure))
        return false;
    if (options->command == COMMAND_HELP || options->command == COMMAND_VERSION)
        return true;
    int code;
    opterr = 0;
    optind = 0; /* for glibc: reset getopt */
    /* getopt gets argv + 1, so argv[optind] is the argument that it read last */
    while ((code = getopt_long(argc - 1, argv + 1, ":o:h", long_options, NULL)) != -1) {
        if (code == OPTION_HELP || code == OPTION_VERSION) {
            *options = (struct options){.command = code == OPTION_HELP ? COMMAND_HELP : COMMAND_VERSION,
                                        .help_topic = options->command};
            return true;
        } else if (code == ':') {
            return failure_set(failure, EXIT_STATUS_USAGE, "%s needs a value.", argv[optind]);
        } else if (code == '?' && optopt > 0 && optopt < OPTION_JSON) {
            return failure_set(failure, EXIT_STATUS_USAGE,
                               "There is no option -%c here; see roller-analyzer %s --help.", optopt, argv[1]);
        } else if (code == '?') {
            return failure_set(failure, EXIT_STATUS_USAGE, "There is no option %s here; see roller-analyzer %s --help.",
                               argv[optind], argv[1]);
        } else if (!parse_option(code, optarg, options, failure)) {
            return false;
        }
    }
    options->session = argv + 1 + optind;
    options->session_count = (size_t)(argc - 1 - optind);
    options->analysis.keep_details = options->command == COMMAND_EXPORT;
    options->analysis.skip_trace = options->json || options->table != REPORT_TABLE_NONE ||
                                   options->command == COMMAND_COMPARE || options->command == COMMAND_TREND ||
                                   options->command == COMMAND_REPEATABILITY;
    return options_check(options, failure);
}
